'use client'

import { useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { formatInteger } from '../numbers/format.ts'
import { ModelRow } from './model-row.tsx'
import { NoModels } from './no-models.tsx'
import { FIRST_VIEW, viewedModels } from './registry-order.ts'
import { RegistryTools } from './registry-tools.tsx'
import { SentimentRow } from './sentiment-row.tsx'
import { useRegistry } from './use-registry.ts'

/** Each row asks for its model's versions. */
const FIRST = 25
/** Fewer are seen at a glance. */
const SEARCHED_FROM = 8

/** Every model by its name, and the one that is there from the start. */
export function RegistryPage() {
  const registry = useRegistry()
  const [shown, setShown] = useState(FIRST)
  const [view, setView] = useState(FIRST_VIEW)
  const all = registry.data ?? []
  const models = viewedModels(all, view)
  const now = new Date(registry.dataUpdatedAt)
  return (
    <section aria-labelledby="models" className="pt-8 sm:pt-12">
      <h1 id="models" className="text-2xl">
        Models
      </h1>
      <p className="mt-2 max-w-prose text-ink-soft">
        What programs ask over HTTP: each name has versions, and the one in production answers.
      </p>
      {registry.error && (
        <div className="mt-4">
          <Notice level="serious" title="The registry could not be read" alert>
            {problemOf(registry.error).message}
          </Notice>
        </div>
      )}
      {registry.isPending && (
        <p role="status" className="appear pt-10 text-ink-faint [animation-delay:300ms]">
          Reading the registry
        </p>
      )}
      {registry.isSuccess && all.length === 0 && <NoModels />}
      {all.length >= SEARCHED_FROM && (
        <RegistryTools view={view} onView={setView} found={models.length} all={all.length} />
      )}
      {all.length > 0 && models.length === 0 && (
        <p className="mt-5 rounded-lg border border-dashed border-line-strong px-5 py-6 text-sm text-ink-soft">
          No model is like this.{' '}
          <button
            type="button"
            className="text-accent underline underline-offset-2 hover:text-accent-strong"
            onClick={() => setView(FIRST_VIEW)}
          >
            Show all
          </button>
        </p>
      )}
      {models.length > 0 && (
        <ul className="mt-5 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {models.slice(0, shown).map((model) => (
            <ModelRow key={model.model_name} model={model} now={now} />
          ))}
        </ul>
      )}
      {models.length > shown && (
        <Button look="quiet" className="mt-2" onClick={() => setShown(shown + FIRST)}>
          Show {formatInteger(Math.min(FIRST, models.length - shown))} more
        </Button>
      )}
      <h2 className="mt-10 text-lg">Comes with zerosec</h2>
      <SentimentRow />
    </section>
  )
}
