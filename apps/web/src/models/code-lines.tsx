'use client'

import { useState, useSyncExternalStore } from 'react'
import { useSession } from '../access/use-session.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { Segment } from '../controls/segment.tsx'
import { curlOf, type RequestCode } from './request-code.ts'

type Place = Pick<RequestCode, 'origin' | 'needsKey'>

interface CodeLinesProps {
  readonly path: string
  readonly body: unknown
  readonly script: (place: Place) => string
}

/** The request of the form as a shell and a TypeScript program send it. */
export function CodeLines({ path, body, script }: CodeLinesProps) {
  const [language, setLanguage] = useState<'curl' | 'typescript'>('curl')
  const origin = useOrigin()
  const place = { origin, needsKey: useSession().data?.authentication === 'on' }
  const code = language === 'curl' ? curlOf({ ...place, path, body }) : script(place)
  const shared = { group: 'code-language' }
  return (
    <div className="mt-5 overflow-hidden rounded-lg border border-line" data-testid="code">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line bg-surface px-3 py-2">
        <fieldset className="inline-flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">The same request by</legend>
          <Segment
            {...shared}
            label="curl"
            value="curl"
            chosen={language === 'curl'}
            onChoose={() => setLanguage('curl')}
          />
          <Segment
            {...shared}
            label="TypeScript"
            value="typescript"
            chosen={language === 'typescript'}
            onChoose={() => setLanguage('typescript')}
          />
        </fieldset>
        <CopyButton text={code} label="Copy" />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys */}
      <pre
        tabIndex={0}
        aria-label="The same request"
        className="overflow-x-auto bg-sunken px-4 py-3 font-mono text-xs leading-6"
      >
        {code}
      </pre>
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
