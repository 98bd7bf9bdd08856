'use client'

import type { ModelInfo } from '@zerosec/contract'
import Link from 'next/link'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { CardFacts } from './card-facts.tsx'
import { Fact, Facts } from './facts.tsx'
import { SentimentScores } from './sentiment-scores.tsx'
import { TrySentiment } from './try-sentiment.tsx'
import { useSentimentInfo } from './use-registry.ts'

/** The model of sentiment that ships: to try, and its card. */
export function SentimentPage() {
  const info = useSentimentInfo()
  return (
    <article aria-labelledby="model" className="appear pt-8 sm:pt-12">
      <p className="text-sm">
        <Link href="/models/" className="text-accent hover:text-accent-strong">
          Models
        </Link>
      </p>
      <h1 id="model" className="mt-1 text-2xl sm:text-3xl">
        sentiment
      </h1>
      <p className="mt-2 max-w-prose text-ink-soft">
        Comes with zerosec and answers from the first start: whether an English sentence speaks well or badly of
        something, or neutral where it is not sure.
      </p>
      {info.error && (
        <div className="mt-5">
          <Notice level="serious" alert>
            {problemOf(info.error).message}
          </Notice>
        </div>
      )}
      {info.data?.loaded === false && (
        <div className="mt-5">
          <Notice level="serious" title="Its file could not be loaded" alert>
            Install zerosec again.
          </Notice>
        </div>
      )}
      <TrySentiment />
      {info.data && <Card info={info.data} />}
    </article>
  )
}

function Card({ info }: { info: ModelInfo }) {
  return (
    <section aria-labelledby="card-title" className="mt-14 space-y-8">
      <h2 id="card-title" className="text-xl">
        Model card
      </h2>
      <SentimentScores metrics={info.metrics} />
      <Facts title="Where it comes from">
        <Fact name="version">{info.version}</Fact>
        <Fact name="classes">{info.classes.join(', ')}</Fact>
        <CardFacts facts={info.training_data} />
      </Facts>
    </section>
  )
}
