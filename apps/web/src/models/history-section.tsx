'use client'

import type { ModelEvent } from '@zerosec/contract'
import { Actor } from '../access/actor.tsx'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { ShowAll, useFirst } from './show-all.tsx'
import { useModelEvents } from './use-registry.ts'

const EVENTS_SHOWN = 10

/** Who did what to the model. */
export function HistorySection({ name }: { name: string }) {
  const events = useModelEvents(name)
  const { shown, showAll } = useFirst(events.data ?? [], EVENTS_SHOWN)
  return (
    <section id="history" aria-labelledby="history-title">
      <h2 id="history-title" className="text-xl">
        History
      </h2>
      {events.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(events.error).message}
          </Notice>
        </div>
      )}
      <ol className="mt-4 divide-y divide-line border-y border-line text-sm">
        {shown.map((event) => (
          <li
            key={`${event.at} ${event.action} ${event.alias} ${event.to_version}`}
            className="grid gap-x-6 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]"
          >
            <time dateTime={event.at} className="text-ink-faint">
              {new Date(event.at).toLocaleString()}
            </time>
            <span className="min-w-0 break-words">
              {eventWords(event)}{' '}
              <span className="text-ink-faint">
                by <Actor actor={event.actor} />
              </span>
              {event.reason && <span className="block text-ink-soft">{event.reason}</span>}
            </span>
          </li>
        ))}
      </ol>
      <ShowAll count={events.data?.length ?? 0} what="events" onShow={showAll} />
    </section>
  )
}

function eventWords({ action, alias, from_version: from, to_version: to }: ModelEvent): string {
  switch (action) {
    case 'register':
      return `Version ${to} was registered`
    case 'promote':
      return from === null
        ? `Version ${to} became ${alias}`
        : `Version ${to} became ${alias} instead of version ${from}`
    case 'rollback':
      return `Rolled ${alias} back from version ${from} to version ${to}`
    case 'release':
      return `Version ${to ?? from} was released beside production`
    case 'return':
      return `Version ${from ?? to} was returned: production answers everything`
    case 'end':
      return `The release of version ${from ?? to} was ended`
  }
}
