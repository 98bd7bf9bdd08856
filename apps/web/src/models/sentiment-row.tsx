'use client'

import Link from 'next/link'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { formatNumber } from '../numbers/format.ts'
import { SENTIMENT_ADDRESS } from './model-address.ts'
import { headlineScore, scoreWords } from './score-words.ts'
import { useSentimentInfo } from './use-registry.ts'

/** The model that is served from the first start. */
export function SentimentRow() {
  const info = useSentimentInfo()
  const metrics = info.data?.metrics ?? {}
  const score =
    metrics['mix_accuracy'] === undefined
      ? headlineScore(metrics)
      : (['mix_accuracy', metrics['mix_accuracy']] as const)
  if (info.error) {
    return (
      <div className="mt-3">
        <Notice level="caution" title="The model of sentiment is not there">
          {problemOf(info.error).message}
        </Notice>
      </div>
    )
  }
  return (
    <div
      data-model="sentiment"
      className="relative mt-3 grid gap-x-6 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3.5 transition-colors hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_16rem]"
    >
      <div>
        <p>
          <Link href={SENTIMENT_ADDRESS} className="font-medium after:absolute after:inset-0">
            sentiment
          </Link>
          {info.data?.loaded === false && <span className="ml-2 text-sm text-serious">could not be loaded</span>}
        </p>
        <p className="text-sm text-ink-faint">text → positive, negative or neutral</p>
      </div>
      {info.data && (
        <p className="text-sm text-ink-faint sm:text-right">
          {score && (
            <span className="block text-ink-soft">
              {scoreWords(score[0]).label} <span className="font-mono">{formatNumber(score[1], 3)}</span>
            </span>
          )}
          version {info.data.version}
        </p>
      )}
    </div>
  )
}
