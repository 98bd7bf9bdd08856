'use client'

import { useState, useSyncExternalStore } from 'react'
import { useSession } from '../access/use-session.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { Segment } from '../controls/segment.tsx'
import { LANGUAGES } from './request-code.ts'

interface CodeLinesProps {
  readonly path: string
  readonly body: unknown
  /** It asks nobody for a key. */
  readonly isOpen?: boolean
}

/** The request of the form as programs send it. */
export function CodeLines({ path, body, isOpen = false }: CodeLinesProps) {
  const [chosen, setChosen] = useState<(typeof LANGUAGES)[number]>(LANGUAGES[0])
  const origin = useOrigin()
  const needsKey = useSession().data?.authentication === 'on' && !isOpen
  const code = chosen.write({ origin, needsKey, path, body })
  return (
    <div className="mt-5 overflow-hidden rounded-lg border border-line" data-testid="code">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line bg-surface px-3 py-2">
        <fieldset className="inline-flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">The same request by</legend>
          {LANGUAGES.map((choice) => (
            <Segment
              key={choice.language}
              group="code-language"
              label={choice.label}
              value={choice.language}
              chosen={choice === chosen}
              onChoose={() => setChosen(choice)}
            />
          ))}
        </fieldset>
        <CopyButton text={code} label="Copy" />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys */}
      <pre
        tabIndex={0}
        aria-label="The same request"
        className="max-h-80 overflow-auto bg-sunken px-4 py-3 font-mono text-xs leading-6"
      >
        {code}
      </pre>
      {needsKey && (
        <p className="border-t border-line bg-surface px-4 py-2 text-xs text-ink-faint">
          It reads the key from the environment, <span className="font-mono">ZEROSEC_KEY</span>; one that may read is
          enough.
        </p>
      )}
    </div>
  )
}

/** Known in the browser only, where it never changes. */
function useOrigin(): string {
  return useSyncExternalStore(
    subscribe,
    () => window.location.origin,
    () => '',
  )
}

const subscribe = () => () => {}
