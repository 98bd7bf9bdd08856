'use client'

import { type ModelSummary, PRODUCTION } from '@zerosec/contract'
import Link from 'next/link'
import { choiceWords } from '../analysis-form/choice-words.ts'
import { formatNumber, plural } from '../numbers/format.ts'
import { formatTimeAgo } from '../numbers/time.ts'
import { AliasChip, inAliasOrder } from './alias-chip.tsx'
import { modelAddress } from './model-address.ts'
import { headlineScore, scoreWords } from './score-words.ts'

/** A model in the list: the whole row leads to it. */
export function ModelRow({ model, now }: { model: ModelSummary; now: Date }) {
  const { model_name: name, aliases, description } = model
  return (
    <li
      data-model={name}
      className="relative grid gap-x-6 gap-y-1 px-4 py-3.5 transition-colors hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_16rem]"
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={modelAddress(name)} className="font-medium break-all after:absolute after:inset-0">
            {name}
          </Link>
          {inAliasOrder(aliases).map(([alias, number]) => (
            <AliasChip key={alias} alias={alias} version={number} />
          ))}
          {aliases[PRODUCTION] === undefined && <span className="text-xs text-caution">nothing in production</span>}
        </p>
        {description && <p className="line-clamp-1 text-sm text-ink-soft">{description}</p>}
        <p className="text-sm break-words text-ink-faint">{signatureLine(model)}</p>
      </div>
      <div className="text-sm text-ink-faint sm:text-right">
        <Facts model={model} now={now} />
      </div>
    </li>
  )
}

function Facts({ model, now }: { model: ModelSummary; now: Date }) {
  const { scores, algorithm, created_at: made, job_id: jobId } = model.current
  const score = headlineScore(scores)
  return (
    <>
      <span className="block">
        {choiceWords(algorithm)}
        {score && (
          <span className="text-ink-soft">
            {' '}
            · {scoreWords(score[0]).label} <span className="font-mono">{formatNumber(score[1], 3)}</span>
          </span>
        )}
      </span>
      <span className="block">
        {plural(model.versions, 'version')},{' '}
        <time dateTime={made} title={new Date(made).toLocaleString()}>
          {formatTimeAgo(new Date(made), now)}
        </time>
        {jobId && (
          <>
            ,{' '}
            <Link
              href={`/job/?id=${jobId}`}
              className="relative text-accent underline underline-offset-2 hover:text-accent-strong"
            >
              its job
            </Link>
          </>
        )}
      </span>
    </>
  )
}

const INPUTS_SHOWN = 6

/** "load, hardness, speed → wear". */
function signatureLine({ current: { target, inputs, classes } }: ModelSummary): string {
  const names = inputs.slice(0, INPUTS_SHOWN)
  const more = inputs.length > INPUTS_SHOWN ? ` and ${inputs.length - INPUTS_SHOWN} more` : ''
  return `${names.join(', ')}${more} → ${target}${classes ? ` (${classes.join(', ')})` : ''}`
}
