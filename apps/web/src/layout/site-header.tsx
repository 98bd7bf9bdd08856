'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Wordmark } from './wordmark.tsx'

const PLACES = [
  { href: '/', label: 'Analyse' },
  { href: '/design/', label: 'Plan experiments' },
  { href: '/projects/', label: 'Projects' },
  { href: '/jobs/', label: 'Jobs' },
] as const

export function SiteHeader() {
  const path = usePathname()
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper/90 backdrop-blur-sm">
      <div className="mx-auto flex h-14 max-w-6xl items-center gap-6 px-4 sm:px-6">
        <Link href="/" className="shrink-0">
          <Wordmark />
        </Link>
        <nav aria-label="Main" className="flex h-full items-stretch gap-5 text-sm">
          {PLACES.map(({ href, label }) => {
            const here = href === '/' ? path === '/' : path.startsWith(href.replace(/s?\/$/, ''))
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={`flex items-center border-b-2 border-transparent pt-0.5 transition-colors hover:text-ink ${
                  here ? 'border-b-accent text-ink' : 'text-ink-soft'
                }`}
              >
                {label}
              </Link>
            )
          })}
        </nav>
        <a href="/docs" className="ml-auto text-sm text-ink-soft transition-colors hover:text-ink">
          API
        </a>
      </div>
    </header>
  )
}
