'use client'

import { type ModelDetail, PRODUCTION } from '@zerosec/contract'
import { useRef } from 'react'
import { problemOf } from '../api/problem.ts'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { ReleaseForm } from './release-form.tsx'
import { ReleaseReport } from './release-report.tsx'
import { useMayChange, useReleases } from './use-registry.ts'

/** How a candidate meets real requests before it is promoted. */
export function ReleaseSection({ model }: { model: ModelDetail }) {
  const releases = useReleases(model.model_name)
  const mayChange = useMayChange()
  const production = model.aliases[PRODUCTION]
  const running = releases.data?.find(({ state }) => state === 'running')
  const past = releases.data?.filter(({ state }) => state !== 'running') ?? []
  // what came back by itself has to be seen, not looked for
  const returned = !running && past[0]?.state === 'returned' ? past[0] : undefined
  const earlier = past.filter((release) => release !== returned)
  const title = useRef<HTMLHeadingElement>(null)
  const candidates = model.version_list.filter(({ version }) => version !== production)
  return (
    <section id="release" aria-labelledby="release-title">
      <h2 id="release-title" ref={title} tabIndex={-1} className="text-xl outline-none">
        Release
      </h2>
      <p className="mt-1.5 max-w-prose text-ink-soft">
        A shadow answers beside production, unseen. A canary answers a share of the requests; production answers those
        that it fails, and a canary that errs, is slow or scores otherwise is returned by itself.
      </p>
      {releases.error && (
        <div className="mt-4">
          <Notice level="serious" alert>
            {problemOf(releases.error).message}
          </Notice>
        </div>
      )}
      {running && <ReleaseReport release={running} mayChange={mayChange} onEnded={() => title.current?.focus()} />}
      {returned && <ReleaseReport release={returned} mayChange={mayChange} />}
      {releases.data && !running && (
        <>
          {production === undefined || candidates.length === 0 ? (
            <p className="mt-4 rounded-lg border border-dashed border-line-strong px-5 py-6 text-sm text-ink-soft">
              {production === undefined
                ? 'Promote a version to production first: a candidate is released beside it.'
                : 'There is one version. Register another one, and try it here beside production.'}
            </p>
          ) : (
            <ReleaseForm key={past.length} model={model} candidates={candidates} mayChange={mayChange} />
          )}
        </>
      )}
      {earlier.length > 0 && (
        <details className="group mt-4 border-y border-line">
          <summary className="flex list-none items-center gap-2 py-3 font-medium [&::-webkit-details-marker]:hidden">
            <Icon name="chevron" className="text-ink-faint transition-transform group-open:rotate-90" />
            {earlier.length === 1 ? 'The release before' : `${earlier.length} releases before`}
          </summary>
          {earlier.map((release) => (
            <ReleaseReport key={release.release_id} release={release} mayChange={mayChange} />
          ))}
        </details>
      )}
    </section>
  )
}
