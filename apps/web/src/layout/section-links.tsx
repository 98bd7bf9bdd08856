'use client'

import { useEffect, useRef } from 'react'
import { useCurrentSection } from './use-current-section.ts'

interface SectionLinksProps {
  /** For those who hear the page. */
  readonly label: string
  /** In the order of the page; ids of elements. */
  readonly places: readonly { readonly id: string; readonly title: string }[]
}

/** Links to the sections of a long page, beside them where there is room; the one that is read is marked. */
export function SectionLinks({ label, places }: SectionLinksProps) {
  const current = useCurrentSection(places.map(({ id }) => id))
  const asked = useRef(places)
  useEffect(() => {
    // the browser looked for it when the page had no sections yet
    const id = location.hash.slice(1)
    if (asked.current.some((place) => place.id === id)) document.getElementById(id)?.scrollIntoView()
  }, [])
  return (
    <nav aria-label={label} className="hidden lg:block">
      <ul className="sticky top-24 space-y-2 border-l border-line text-sm">
        {places.map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'location' : undefined}
              className="-ml-px block border-l border-transparent pl-4 text-ink-soft transition-colors hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
