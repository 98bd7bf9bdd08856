'use client'

import { Icon } from '../controls/icon.tsx'
import { withFactor } from './plan-draft.ts'
import { PlanField, type PlanInputProps, PlanText } from './plan-field.tsx'

const FIELDS: ReadonlySet<string> = new Set([
  'blocks',
  'wholePlots',
  'varianceRatio',
  'centerPoints',
  'replicates',
  'responses',
  'starts',
  'seed',
])

/** Settings that most plans leave as they are. Open where something in them has to be mended. */
export function MoreSettings(input: PlanInputProps) {
  const { plan, problems } = input
  const hasHard = plan.factors.some(({ hardToChange }) => hardToChange)
  const isNeeded = problems.some(({ factor, field }) => factor === undefined && FIELDS.has(field))
  return (
    <details className="group border-y border-line" open={isNeeded || undefined}>
      <summary className="flex list-none items-center gap-2 py-3 font-medium [&::-webkit-details-marker]:hidden">
        <Icon name="chevron" className="text-ink-faint transition-transform group-open:rotate-90" />
        Blocks, centre points and more
      </summary>
      <div className="grid gap-x-12 gap-y-8 pt-3 pb-6 sm:grid-cols-2">
        <PlanText
          {...input}
          field="responses"
          title="What is measured"
          about="Blank columns of the run sheet, between commas."
          placeholder="Result"
          wide
        />
        <PlanText
          {...input}
          field="blocks"
          title="Blocks"
          about="Days or batches: how many, or their sizes (6, 6, 4)."
          placeholder="none"
        />
        <PlanText
          {...input}
          field="centerPoints"
          title="Centre points"
          about="Further runs in the middle of the ranges."
        />
        <PlanText
          {...input}
          field="replicates"
          title="Replicates"
          about="Further runs that repeat planned ones, to see the noise."
        />
        <HardToChange {...input} />
        {hasHard && <WholePlotSettings {...input} />}
        <PlanText
          {...input}
          field="starts"
          title="Starts"
          about="Random starts of the search; the best is kept. Empty: chosen by the size of the plan."
          placeholder="chosen"
        />
        <PlanText {...input} field="seed" title="Seed" about="The same seed gives the same design." />
      </div>
    </details>
  )
}

function WholePlotSettings(input: PlanInputProps) {
  return (
    <>
      <PlanText
        {...input}
        field="wholePlots"
        title="Whole plots"
        about="How often the hard-to-change factors are set anew. Empty: chosen for you."
        placeholder="chosen"
      />
      <PlanText
        {...input}
        field="varianceRatio"
        title="Variance ratio"
        about="Variance between whole plots over that between runs of one."
      />
    </>
  )
}

function HardToChange({ plan, onChange }: PlanInputProps) {
  const factors = plan.factors.filter(({ name, type }) => name.trim() !== '' && type !== 'block')
  return (
    <PlanField
      id="plan-hard"
      title="Hard to change"
      about="Factors that are set once for several runs, such as an oven's temperature."
      labels={false}
    >
      <div
        role="group"
        aria-labelledby="plan-hard-title"
        aria-describedby="plan-hard-about"
        className="flex flex-wrap gap-x-5 gap-y-1"
      >
        {factors.map(({ id, name, hardToChange }) => (
          <label key={id} className="inline-flex cursor-pointer items-center gap-2 py-1">
            <input
              type="checkbox"
              checked={hardToChange}
              onChange={(event) => onChange(withFactor(plan, id, { hardToChange: event.target.checked }))}
              className="size-4 accent-accent"
            />
            {name}
          </label>
        ))}
        {factors.length === 0 && <span className="text-sm text-ink-faint">No factor has a name yet.</span>}
      </div>
    </PlanField>
  )
}
