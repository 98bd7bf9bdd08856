'use client'

import type { CommerceChange } from '@zerosec/contract'
import { DialogSection } from './dialog-section.tsx'
import type { ShopView } from './shop-view.ts'
import { useProductNames } from './use-shop.ts'
import { type Step, waterfall } from './waterfall.ts'

/** Why sales changed: causes that add up to the change, and the products that moved most. */
export function ChangeSection({
  view,
  change,
  problem,
}: {
  view: ShopView
  change: CommerceChange | undefined
  problem: string | undefined
}) {
  if (problem !== undefined)
    return (
      <DialogSection title="Why it changed">
        <p className="text-sm text-ink-soft">{problem}</p>
      </DialogSection>
    )
  if (!change)
    return (
      <DialogSection title="Why it changed">
        <p className="h-48 text-sm text-ink-faint">Asking…</p>
      </DialogSection>
    )
  const steps = waterfall(change)
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  return (
    <DialogSection
      title="Why it changed"
      action={<span className="text-sm font-medium">{view.format.signed(change.change)}</span>}
    >
      <ul className="space-y-1 text-sm">
        {steps.map((step) => (
          <WaterfallRow key={step.name} step={step} low={low} high={high} view={view} />
        ))}
      </ul>
      <Contributors change={change} view={view} />
    </DialogSection>
  )
}

function WaterfallRow({
  step,
  low,
  high,
  view: { format },
}: {
  step: Step
  low: number
  high: number
  view: ShopView
}) {
  const at = (value: number) => (100 * (value - low)) / (high - low || 1)
  const [left, right] = [at(Math.min(step.from, step.to)), at(Math.max(step.from, step.to))]
  const colour = step.isTotal ? 'bg-line-strong' : step.amount < 0 ? 'bg-serious' : 'bg-good'
  return (
    <li title={step.words} className="grid grid-cols-[5rem_minmax(0,1fr)_7.5rem] items-center gap-3">
      <span className={step.isTotal ? 'font-medium' : 'text-ink-soft'}>{step.name}</span>
      <span className="relative h-4">
        <span
          className={`absolute inset-y-0 rounded-xs ${colour}`}
          style={{ left: `${left}%`, width: `max(1px, ${right - left}%)` }}
        />
      </span>
      <span className={`text-right ${step.isTotal ? 'font-medium' : ''}`} data-step={step.name}>
        {step.isTotal ? format.exact(step.amount, 'money') : format.signed(step.amount)}
      </span>
    </li>
  )
}

function Contributors({ change, view: { format } }: { change: CommerceChange; view: ShopView }) {
  const { contributors } = change
  const names = useProductNames(contributors.flatMap(({ item }) => (item === null ? [] : [item])).toSorted())
  if (contributors.length === 0) return null
  return (
    <>
      <h4 className="mt-4 mb-1 text-xs font-medium text-ink-faint">Products whose gross sales moved most</h4>
      <ul className="grid gap-x-8 text-sm sm:grid-cols-2">
        {contributors.map(({ item, change: moved }) => (
          <li key={item ?? ''} className="flex justify-between gap-3 border-b border-line py-1">
            <span className="truncate">{item === null ? 'no product' : (names.get(item) ?? item)}</span>
            <span className="whitespace-nowrap">{format.signed(moved)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
