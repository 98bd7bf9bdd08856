'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button, LinkButton } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { AuditTable } from './audit-table.tsx'

const PAGE = 50

/** Who changed what and who was turned away, newest first. */
export function AuditPage() {
  const log = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      api.access.audit({ limit: PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? []

  return (
    <section aria-labelledby="audit" className="pt-8 sm:pt-12">
      <h1 id="audit" className="text-2xl">
        Who did what
      </h1>
      <p className="mt-2 max-w-prose text-sm text-ink-soft">
        Calls that changed something and callers that were turned away, newest first. Reading is not kept.
      </p>
      {log.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(log.error).message}
          </Notice>
        </div>
      )}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {log.isSuccess && entries.length === 0 && (
        <p className="mt-5 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center text-sm text-ink-soft">
          Nothing was changed yet.
        </p>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        {log.hasNextPage && (
          <Button onClick={() => log.fetchNextPage()} disabled={log.isFetchingNextPage}>
            Show older ones
          </Button>
        )}
        <LinkButton look="quiet" href="/keys/">
          Keys
        </LinkButton>
      </div>
    </section>
  )
}
