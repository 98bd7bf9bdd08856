'use client'

import { Popover } from 'radix-ui'
import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { useBrushed } from './brushed/use-brush-store.ts'
import { addDays, isDay } from './day.ts'
import { PageExport } from './export/page-export.tsx'
import { grainOf, PRESETS, shifted } from './range.ts'
import { COMPARISONS, GRAINS } from './shop-state.ts'
import { dimensionLabel, filterWords, type ShopView } from './shop-view.ts'
import { TimeZoneChoice } from './time-zone-choice.tsx'

/** What drives every panel: range, comparison, grain and filters. */
export function ShopBar({ view, isFetching, onHelp }: { view: ShopView; isFetching: boolean; onHelp: () => void }) {
  const { range, change, shop } = view
  const earlier = shifted(range, -1, shop.known)
  const later = shifted(range, 1, shop.known)
  return (
    <div className="top-14 z-20 -mx-4 border-b border-line bg-paper/95 px-4 py-2 backdrop-blur-sm sm:sticky sm:-mx-6 sm:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <div className="flex items-stretch">
          <ShiftButton
            label="Earlier"
            isMirrored
            onClick={() => earlier && change({ range: earlier })}
            isDisabled={!earlier}
            className="rounded-l-md border-r-0"
          />
          <RangeMenu view={view} />
          <ShiftButton
            label="Later"
            onClick={() => later && change({ range: later })}
            isDisabled={!later}
            className="rounded-r-md border-l-0"
          />
        </div>
        <ComparisonChoice view={view} />
        <GrainChoice view={view} />
        <TimeZoneChoice timeZone={shop.timeZone} />
        <span className="ml-auto flex items-center gap-2 text-xs text-ink-faint">
          <span role="status" className={isFetching ? '' : 'sr-only'}>
            {isFetching ? 'Updating…' : ''}
          </span>
          <PageExport />
          <button
            type="button"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={onHelp}
            className="rounded-md p-1.5 hover:bg-sunken hover:text-ink max-sm:hidden"
          >
            <Icon name="keys" />
          </button>
        </span>
      </div>
      <FilterChips view={view} />
    </div>
  )
}

function ComparisonChoice({ view: { state, change } }: { view: ShopView }) {
  return (
    <label className="min-w-0 max-sm:flex-1">
      <span className="sr-only">Compare with</span>
      <select
        className="field min-h-9 py-1 text-sm"
        value={state.comparison}
        onChange={({ target }) =>
          change({ comparison: COMPARISONS.find(({ name }) => name === target.value)?.name ?? 'off' })
        }
      >
        {COMPARISONS.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function ShiftButton(props: {
  label: string
  isMirrored?: boolean
  isDisabled: boolean
  onClick: () => void
  className: string
}) {
  return (
    <button
      type="button"
      aria-label={props.label}
      disabled={props.isDisabled}
      onClick={props.onClick}
      className={`border border-line-strong bg-surface px-1.5 text-ink-soft transition-colors hover:bg-sunken disabled:opacity-40 ${props.className}`}
    >
      <Icon name="chevron" className={props.isMirrored ? 'rotate-180' : ''} />
    </button>
  )
}

function RangeMenu({ view }: { view: ShopView }) {
  const { state, range, format, change } = view
  const [isOpen, setOpen] = useState(false)
  const brushed = useBrushed()
  const shown = brushed?.range ?? range
  const preset = PRESETS.find(({ name }) => name === state.range)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="flex min-h-9 items-center gap-2 border border-line-strong bg-surface px-3 text-sm whitespace-nowrap transition-colors hover:bg-sunken">
        <span className="font-medium">{brushed ? 'Marked' : (preset?.label ?? 'Custom')}</span>
        <span className="text-ink-faint max-md:hidden">{format.range(shown.from, shown.to)}</span>
        <Icon name="chevron" className="rotate-90 text-ink-faint" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={12}
          className="z-40 w-72 rounded-md border border-line-strong bg-surface p-2 text-sm shadow-[0_4px_16px_var(--shadow)]"
        >
          {PRESETS.map(({ name, label }) => (
            <button
              key={name}
              type="button"
              aria-pressed={state.range === name}
              onClick={() => {
                change({ range: name })
                setOpen(false)
              }}
              className="flex w-full items-center justify-between rounded-md px-2.5 py-1.5 text-left hover:bg-sunken"
            >
              {label}
              {state.range === name && <Icon name="check" className="text-accent" />}
            </button>
          ))}
          <CustomRange view={view} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Both days are included, as people say it; the address has the day after the last one. */
function CustomRange({ view: { range, change, shop }, onDone }: { view: ShopView; onDone: () => void }) {
  const [from, setFrom] = useState(range.from)
  const [last, setLast] = useState(addDays(range.to, -1))
  const isRight = isDay(from) && isDay(last) && from <= last
  return (
    <form
      className="mt-1 border-t border-line px-2.5 pt-2.5 pb-1"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isRight) return
        change({ range: { from, to: addDays(last, 1) } })
        onDone()
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <label className="label">
          From
          <input
            type="date"
            className="field mt-0.5 min-h-8 px-2 text-sm"
            value={from}
            min="1990-01-01"
            max={shop.known.last}
            onChange={({ target }) => setFrom(target.value)}
          />
        </label>
        <label className="label">
          To
          <input
            type="date"
            className="field mt-0.5 min-h-8 px-2 text-sm"
            value={last}
            min={from}
            onChange={({ target }) => setLast(target.value)}
          />
        </label>
      </div>
      {!isRight && <p className="mt-1.5 text-xs text-serious">The range has to end after it begins.</p>}
      <Button type="submit" look="primary" className="mt-2.5 w-full" disabled={!isRight}>
        Show these days
      </Button>
    </form>
  )
}

function GrainChoice({ view: { state, range, change } }: { view: ShopView }) {
  const shown = grainOf('auto', range)
  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line-strong bg-surface text-sm">
      <legend className="sr-only">By day, week or month</legend>
      {GRAINS.map(({ name, label }) => (
        <label
          key={name}
          title={name === 'auto' ? `Auto: by ${shown}` : undefined}
          className="flex min-h-[2.125rem] cursor-pointer items-center border-line-strong px-2.5 transition-colors not-first:border-l hover:bg-sunken has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="grain"
            checked={state.grain === name}
            onChange={() => change({ grain: name })}
            className="sr-only"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}

function FilterChips({ view }: { view: ShopView }) {
  const { state, change } = view
  if (state.filters.length === 0) return null
  return (
    <ul aria-label="Filters" className="mt-2 flex flex-wrap items-center gap-1.5">
      {state.filters.map((filter) => (
        <li
          key={filter.dimension}
          className="flex max-w-full items-center gap-1 rounded-full bg-accent-soft py-0.5 pr-1 pl-3 text-sm text-accent-strong"
        >
          <span className="truncate">
            <span className="opacity-80">{dimensionLabel(view, filter.dimension)}:</span> {filterWords(view, filter)}
          </span>
          <button
            type="button"
            aria-label={`Remove the filter by ${dimensionLabel(view, filter.dimension).toLowerCase()}`}
            onClick={() => change({ filters: state.filters.filter((other) => other !== filter) })}
            className="rounded-full p-1 hover:bg-surface"
          >
            <Icon name="close" className="size-3" />
          </button>
        </li>
      ))}
      {state.filters.length > 1 && (
        <li>
          <button
            type="button"
            onClick={() => change({ filters: [] })}
            className="px-2 text-sm text-ink-soft underline-offset-4 hover:underline"
          >
            Remove all
          </button>
        </li>
      )}
    </ul>
  )
}
