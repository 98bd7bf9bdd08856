import type { Prediction } from '@zerosec/model'
import { Icon } from '../controls/icon.tsx'
import { formatNumber, formatPercent } from '../numbers/format.ts'
import { unitBeside } from '../table/column-words.ts'
import type { AxisRange } from './axis-range.ts'
import type { FormInput } from './form-input.ts'
import type { Profile, ResponseProfile } from './profile-store.ts'
import { doubtsOf, gravest, VERDICT_WORDS, type Verdict } from './trust-words.ts'

/** The predictions side by side, in sight while settings change, with how far each may be believed. */
export function PredictionStrip({ profile, inputs }: { profile: Profile; inputs: readonly FormInput[] }) {
  const { responses, failure } = profile
  const units = Object.fromEntries(inputs.map((input) => [input.name, unitBeside(input) ?? undefined]))
  const predictions = responses.flatMap(({ prediction }) => prediction ?? [])
  const doubts = [...new Set(predictions.flatMap((prediction) => doubtsOf(prediction, units)))]
  const verdict = gravest(predictions.flatMap(({ domain }) => domain?.verdict ?? []))
  const isKnown = predictions.some(({ domain }) => domain !== null)
  return (
    <div className="sticky top-14 z-20 overflow-hidden rounded-lg border border-line bg-surface shadow-[0_6px_16px_-12px_var(--shadow)]">
      <div className="grid grid-flow-col auto-cols-[minmax(11rem,1fr)] divide-x divide-line overflow-x-auto">
        {responses.map((response) => (
          <ResponseView key={response.facts.target.name} response={response} isAlone={responses.length === 1} />
        ))}
      </div>
      <p
        role="status"
        className={`flex min-h-9 gap-2 border-t border-line px-4 py-2 text-sm ${VERDICT_LOOKS[verdict]}`}
        data-testid="verdict"
      >
        {isKnown && (
          <>
            <Icon
              name={verdict === 'inside' ? 'check' : verdict === 'edge' ? 'caution' : 'serious'}
              className="mt-0.5"
            />
            <span className="min-w-0">
              <span className="font-medium first-letter:uppercase inline-block">{VERDICT_WORDS[verdict]}</span>
              <span className="text-ink-soft">{doubts.length > 0 ? `. ${doubts.join(' ')}` : NEARNESS[verdict]}</span>
            </span>
          </>
        )}
        {!isKnown && predictions.length > 0 && (
          <span>{doubts.join(' ') || 'The model does not know how far it may be believed.'}</span>
        )}
      </p>
      {failure && (
        <p role="alert" className="border-t border-line px-4 py-2 text-sm text-serious">
          {failure}
        </p>
      )}
    </div>
  )
}

/** Where nothing else is said of it. */
const NEARNESS: Readonly<Record<Verdict, string>> = {
  inside: ': measured rows are near.',
  edge: ': the combination is unusual.',
  outside: ': no measured row is near.',
}

const VERDICT_LOOKS: Readonly<Record<Verdict, string>> = {
  inside: 'text-ink-soft',
  edge: 'bg-caution-soft text-caution',
  outside: 'bg-serious-soft text-serious',
}

function ResponseView({ response, isAlone }: { response: ResponseProfile; isAlone: boolean }) {
  const { facts, prediction, range } = response
  const unit = unitBeside(facts.target)
  return (
    <div className="min-w-0 px-4 py-3" data-response={facts.target.name}>
      <p className="truncate text-sm text-ink-soft" title={facts.target.name}>
        {isAlone && 'Predicted '}
        {facts.target.name}
      </p>
      <div className={isAlone ? 'sm:grid sm:grid-cols-[auto_minmax(0,1fr)] sm:items-center sm:gap-x-8' : ''}>
        <div>
          <output className="block text-2xl font-medium tracking-tight" data-testid="predicted-value">
            {prediction === null ? '…' : valueWords(prediction)}
            {unit && <span className="ml-1.5 text-sm font-normal text-ink-faint">{unit}</span>}
          </output>
          <p className="min-h-5 font-mono text-xs text-ink-soft" data-testid="predicted-interval">
            {prediction && intervalWords(prediction)}
          </p>
        </div>
        {prediction?.kind === 'number' && range && <IntervalRuler prediction={prediction} range={range} />}
        {prediction?.kind === 'class' && prediction.shares && <ShareBar shares={prediction.shares} />}
      </div>
    </div>
  )
}

function valueWords(prediction: Prediction): string {
  if (prediction.value === null) return '–'
  return prediction.kind === 'number' ? formatNumber(prediction.value) : prediction.value
}

function intervalWords(prediction: Prediction): string {
  if (prediction.kind === 'class') {
    const share = prediction.value === null ? undefined : prediction.shares?.[prediction.value]
    return share === undefined ? '' : `probability ${formatPercent(share)}`
  }
  const { interval } = prediction
  if (!interval) return ''
  return `${formatNumber(interval.low)} to ${formatNumber(interval.high)}, ${formatNumber(100 * interval.level, 3)} %`
}

function IntervalRuler({
  prediction,
  range,
}: {
  prediction: Extract<Prediction, { kind: 'number' }>
  range: AxisRange
}) {
  const { value, interval } = prediction
  const at = (place: number) => Math.min(100, Math.max(0, ((place - range.low) / (range.high - range.low)) * 100))
  if (value === null) return null
  return (
    <div aria-hidden className="mt-2 max-sm:hidden">
      <div className="relative h-4">
        {interval && (
          <span
            className="absolute top-1 h-2 rounded-full bg-accent opacity-30"
            style={{ left: `${at(interval.low)}%`, width: `${at(interval.high) - at(interval.low)}%` }}
          />
        )}
        <span
          className="absolute top-0 h-4 w-0.5 -translate-x-1/2 rounded-full bg-accent-strong"
          style={{ left: `${at(value)}%` }}
        />
      </div>
      <div className="ruler" />
    </div>
  )
}

/** The probability of each class, in the colours that its curves have. */
function ShareBar({ shares }: { shares: Readonly<Record<string, number>> }) {
  const classes = Object.entries(shares).map(([name, share], k) => ({
    name,
    share,
    fill: CLASS_FILLS[k % CLASS_FILLS.length],
  }))
  return (
    <div className="mt-2">
      <div aria-hidden className="flex h-2 overflow-hidden rounded-full bg-sunken">
        {classes.map(({ name, share, fill }) => (
          <span key={name} className={fill} style={{ width: `${100 * share}%` }} />
        ))}
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 text-xs text-ink-soft">
        {classes.map(({ name, share, fill }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${fill}`} />
            {name} {formatPercent(share)}
          </li>
        ))}
      </ul>
    </div>
  )
}

const CLASS_FILLS = ['bg-class-1', 'bg-class-2', 'bg-class-3', 'bg-class-4', 'bg-class-5', 'bg-class-6']
