'use client'

import { Icon } from '../controls/icon.tsx'
import { fetchSample, type Sample } from './samples.ts'

/** Tables to try the product with. */
export function SampleList({ samples, onFile }: { samples: readonly Sample[]; onFile: (file: File) => void }) {
  if (samples.length === 0) return null
  return (
    <section aria-labelledby="samples">
      <h2 id="samples" className="label mb-2">
        No file at hand? Try one of these
      </h2>
      <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-[repeat(auto-fit,minmax(16rem,1fr))]">
        {samples.map((sample) => (
          <li key={sample.file} className="bg-surface">
            <button
              type="button"
              onClick={async () => onFile(await fetchSample(sample))}
              className="group flex h-full w-full items-start justify-between gap-3 px-4 py-3 text-left transition-colors hover:bg-sunken"
            >
              <span className="min-w-0">
                <span className="block font-medium">{sample.file}</span>
                <span className="mt-0.5 line-clamp-1 text-sm text-ink-soft">{sample.columns.join(', ')}</span>
              </span>
              <Icon name="arrow" className="mt-1 text-ink-faint transition-transform group-hover:translate-x-0.5" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
