import type { DriftColumn, DriftResponse } from '@zerosec/contract'
import { Icon, type IconName } from '../controls/icon.tsx'
import { formatInteger, formatPercent, formatPValue } from '../numbers/format.ts'
import { DriftBars } from './drift-bars.tsx'
import { driftDirection } from './drift-direction.ts'
import { driftSummary, worstFirst } from './drift-order.ts'
import { ShowAll, useFirst } from './show-all.tsx'

const STATES: Readonly<Record<DriftColumn['state'], { words: string; icon: IconName; look: string }>> = {
  stable: { words: 'as in training', icon: 'check', look: 'text-good' },
  shifting: { words: 'shifting', icon: 'caution', look: 'text-caution' },
  drifted: { words: 'drifted', icon: 'serious', look: 'text-serious' },
  not_enough: { words: 'not enough yet', icon: 'note', look: 'text-ink-faint' },
  not_measured: { words: 'not measured', icon: 'note', look: 'text-ink-faint' },
}

const COLUMNS_SHOWN = 20

/** What is asked and answered against what the version was made from: the prediction, then the columns that moved most. */
export function DriftTable({ drift }: { drift: DriftResponse }) {
  const { version, rows, minimum_rows: minimum, inputs, output } = drift
  const { shown, showAll } = useFirst(worstFirst(inputs), COLUMNS_SHOWN)
  return (
    <>
      <h3 className="mt-6 text-base">Drift of version {version}</h3>
      <p className="mt-1 text-sm text-ink-soft">
        {rows >= minimum && <span className="font-medium text-ink">{driftSummary(drift)} </span>}
        {baselineWords(drift)}
      </p>
      {rows < minimum ? (
        <p className="mt-3 text-sm text-ink-faint" data-testid="drift-waits">
          Drift is told from {formatInteger(minimum)} rows on: {formatInteger(rows)} so far.
        </p>
      ) : (
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys */}
          <div className="scroll-box mt-2" tabIndex={0} role="region" aria-label="Drift of each column">
            <table className="w-full text-sm" data-testid="drift">
              <DriftHead />
              <tbody className="divide-y divide-line">
                <DriftRow column={output} minimum={minimum} isOutput />
                {shown.map((column) => (
                  <DriftRow key={column.name} column={column} minimum={minimum} />
                ))}
              </tbody>
            </table>
          </div>
          <ShowAll count={inputs.length} what="columns" onShow={showAll} />
          <p className="mt-2 text-xs text-ink-faint">
            Wide bars are the rows before, narrow ones those of now; of numbers the outermost are beyond the range
            before. PSI above 0.1 is shifting, above 0.25 drifted, unless chance alone may make it; KS is the largest
            distance of the two distributions, and its p the chance of such a distance without a difference.
          </p>
        </>
      )}
    </>
  )
}

function DriftHead() {
  return (
    <thead>
      <tr className="border-b border-line">
        <th scope="col" className="py-1.5 text-left font-medium text-ink-faint">
          Column
        </th>
        <th scope="col" className="py-1.5 pl-4 text-left font-medium text-ink-faint">
          Now
        </th>
        <th scope="col" className="py-1.5 pl-4 text-left font-medium whitespace-nowrap text-ink-faint">
          Before and now
        </th>
        {['PSI', 'KS', 'p of KS', 'Rows', 'Missing'].map((title) => (
          <th key={title} scope="col" className="py-1.5 pl-4 text-right font-medium whitespace-nowrap text-ink-faint">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function DriftRow({ column, minimum, isOutput }: { column: DriftColumn; minimum: number; isOutput?: true }) {
  const { name, state, rows, psi, ks, ks_p: p, missing_share: missing } = column
  const { words, icon, look } = STATES[state]
  const direction = driftDirection(column)
  const cell = 'py-1.5 pl-4 text-right font-mono whitespace-nowrap'
  return (
    <tr data-column={name} data-drift={state}>
      <th scope="row" className="min-w-32 py-1.5 text-left font-normal break-words">
        {name}
        {isOutput && <span className="ml-2 text-xs text-ink-faint">prediction</span>}
      </th>
      <td className={`py-1.5 pl-4 whitespace-nowrap ${look}`}>
        <span className="inline-flex items-center gap-1.5">
          <Icon name={icon} /> {direction === null ? words : `${words}: ${direction}`}
          {state === 'not_enough' && rows < minimum && `: ${formatInteger(rows)} of ${formatInteger(minimum)} rows`}
        </span>
      </td>
      <td className="py-1 pl-4">
        <DriftBars bins={column.bins} />
      </td>
      <td className={cell}>{psi === null ? '–' : psi.toFixed(3)}</td>
      <td className={cell}>{ks === null ? '–' : ks.toFixed(3)}</td>
      <td className={cell}>{p === null ? '–' : formatPValue(p)}</td>
      <td className={cell}>{formatInteger(rows)}</td>
      <td className={cell}>{missing === null ? '–' : missing === 0 ? '0' : formatPercent(missing)}</td>
    </tr>
  )
}

function baselineWords({ baseline, baseline_rows: rows }: DriftResponse): string {
  if (baseline === 'training')
    return `Inputs against ${formatInteger(rows)} training rows that the model’s file keeps, predictions against its first ones.`
  if (baseline === 'first_rows')
    return `Against the first ${formatInteger(rows)} rows that it was asked: its file does not keep the training rows as often as they were.`
  return 'Requests are held against what the version was made from.'
}
