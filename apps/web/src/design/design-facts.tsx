import { formatNumber, formatPercent } from '../numbers/format.ts'

interface DesignFactsProps {
  readonly dEfficiency: number
  /** A theorem says that it is the best, whatever the bound says. */
  readonly isProven: boolean
  /** undefined: not known yet; null: none is known for such a plan. */
  readonly dBound: number | null | undefined
  readonly averageVariance: number | null
  readonly runs: number
  readonly coefficients: number
}

/** How good the design is, and how much better any other could be. */
export function DesignFacts(props: DesignFactsProps) {
  const { dEfficiency, isProven, dBound, averageVariance, runs, coefficients } = props
  const gap = isProven ? 0 : dBound ? Math.max(0, 1 - dEfficiency / dBound) : null
  const facts = [
    {
      id: 'd-efficiency',
      label: 'D-efficiency',
      value: formatPercent(dEfficiency),
      note: isProven ? 'no design exceeds it' : dBound ? `no design exceeds ${formatPercent(dBound)}` : '',
    },
    {
      id: 'gap',
      label: 'Gap to the bound',
      value: gap === null ? (dBound === null ? 'no bound known' : '…') : gapText(gap),
      note: isProven ? 'proven: nothing better exists' : gap === null ? '' : gapWords(gap),
    },
    {
      id: 'average-variance',
      label: 'Prediction variance',
      value: averageVariance === null ? '…' : formatNumber(averageVariance, 3),
      note: 'average over the region, in units of σ²',
    },
    {
      id: 'spare',
      label: 'Runs beyond the coefficients',
      value: String(runs - coefficients),
      note: `${runs} runs, ${coefficients} coefficients`,
    },
  ]
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {facts.map(({ id, label, value, note }) => (
        <div key={id} className="row-span-3 grid grid-rows-subgrid gap-y-0.5 bg-surface px-4 py-3.5">
          <dt className="text-sm text-ink-soft">{label}</dt>
          <dd data-fact={id} className="text-xl font-medium tracking-tight">
            {value}
          </dd>
          <dd className="text-xs text-ink-faint">{note}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A gap below what can be shown is still none of ours to call zero. */
function gapText(gap: number): string {
  if (gap === 0) return '0 %'
  return gap < 5e-5 ? '< 0.01 %' : formatPercent(gap)
}

function gapWords(gap: number): string {
  if (gap < 5e-5) return 'nothing better exists'
  return 'no other design is better by more'
}
