'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CommerceLoad } from '@zerosec/contract'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { followLoad } from './follow-load.ts'
import { ShopDialog } from './shop-dialog.tsx'
import { loadProblem } from './use-load.ts'

/** Whose days are counted; another zone is another snapshot of the same files. */
export function TimeZoneChoice({ timeZone }: { timeZone: string | null }) {
  const [isOpen, setOpen] = useState(false)
  if (timeZone === null) return null
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title="Time zone: whose days are counted"
        onClick={() => setOpen(true)}
        className="min-h-9 rounded-md border border-line-strong bg-surface px-3 text-sm whitespace-nowrap transition-colors hover:bg-sunken"
      >
        <span className="sr-only">Time zone </span>
        {timeZone.replaceAll('_', ' ')}
      </button>
      {isOpen && <TimeZoneDialog timeZone={timeZone} onClose={() => setOpen(false)} />}
    </>
  )
}

function TimeZoneDialog({ timeZone, onClose }: { timeZone: string; onClose: () => void }) {
  const client = useQueryClient()
  const [zone, setZone] = useState(timeZone)
  const [underway, setUnderway] = useState<CommerceLoad | null>(null)
  const status = useQuery({ queryKey: ['shop', 'status'], queryFn: ({ signal }) => api.commerce.status({ signal }) })
  const change = useMutation({
    mutationFn: async () => followLoad(await api.commerce.changeTimeZone(zone), setUnderway),
    onSettled: () => setUnderway(null),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['shop'] })
      onClose()
    },
  })
  return (
    <ShopDialog
      isOpen
      onClose={onClose}
      title="Time zone"
      about="An order counts on the day that it was by the shop’s clock."
      size="narrow"
    >
      <form
        className="mt-4 space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        {status.data?.snapshot.has_times === false && (
          <Notice level="note" title="These data carry no time of day">
            Orders have a day alone, so that another zone says nothing new about them.
          </Notice>
        )}
        {change.error && (
          <Notice level="serious" alert>
            {loadProblem(change.error)}
          </Notice>
        )}
        <ZoneField zone={zone} onZone={setZone} />
        <Underway load={underway} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" disabled={change.isPending || zone === timeZone || zone.trim() === ''}>
            Count days of this zone
          </Button>
        </div>
      </form>
    </ShopDialog>
  )
}

function ZoneField({ zone, onZone }: { zone: string; onZone: (zone: string) => void }) {
  return (
    <>
      <label className="label block">
        Zone
        <input
          list="time-zones"
          className="field mt-1"
          value={zone}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onZone(target.value)}
        />
      </label>
      <datalist id="time-zones">
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </datalist>
    </>
  )
}

function Underway({ load }: { load: CommerceLoad | null }) {
  if (load === null) {
    return (
      <p className="text-sm text-ink-soft">
        The days are counted anew from the files that are kept: orders stay the same instants. All numbers then are of
        this zone alone, and later loads keep it. The snapshot before stays, to go back to.
      </p>
    )
  }
  return (
    <div>
      <ProgressBar fraction={load.fraction} label="Counting the days anew" />
      <p className="mt-1 text-sm text-ink-soft" role="status">
        {load.words}…
      </p>
    </div>
  )
}
