'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Wordmark } from './wordmark.tsx'

const PLACES = [
  { href: '/', label: 'Analyse' },
  { href: '/design/', label: 'Plan experiments', short: 'Plan' },
  { href: '/shop/', label: 'Shop' },
  { href: '/models/', label: 'Models' },
  { href: '/projects/', label: 'Projects' },
  { href: '/jobs/', label: 'Jobs' },
] as const satisfies readonly { href: string; label: string; short?: string }[]

export function SiteHeader() {
  const path = usePathname()
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper/90 backdrop-blur-sm">
      <div className="mx-auto flex h-14 max-w-6xl items-center gap-3 px-4 max-[25rem]:gap-2 sm:gap-6 sm:px-6">
        <Link href="/" className="shrink-0">
          <Wordmark />
        </Link>
        <nav
          aria-label="Main"
          className="flex h-full min-w-0 items-stretch gap-3 overflow-x-auto text-sm [scrollbar-width:none] max-[25rem]:gap-2 max-[25rem]:text-xs sm:gap-5"
        >
          {PLACES.map(({ href, label, ...place }) => {
            const here = href === '/' ? path === '/' : path.startsWith(href.replace(/s?\/$/, ''))
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={`flex items-center border-b-2 -outline-offset-2 border-transparent pt-0.5 transition-colors hover:text-ink ${
                  here ? 'border-b-accent text-ink' : 'text-ink-soft'
                }`}
              >
                {'short' in place ? <Shortened label={label} short={place.short} /> : label}
              </Link>
            )
          })}
        </nav>
        <div className="ml-auto flex gap-4 text-sm text-ink-soft max-[25rem]:text-xs sm:gap-5">
          <Link
            href="/keys/"
            aria-current={path === '/keys/' ? 'page' : undefined}
            className="transition-colors hover:text-ink"
          >
            Keys
          </Link>
          <a
            href="/guide/"
            aria-current={path.startsWith('/guide/') ? 'page' : undefined}
            className="transition-colors hover:text-ink max-sm:hidden"
          >
            Docs
          </a>
          <a href="/docs" className="transition-colors hover:text-ink max-sm:hidden">
            API
          </a>
        </div>
      </div>
    </header>
  )
}

/** On a narrow screen all places are to fit beside each other. */
function Shortened({ label, short }: { label: string; short: string }) {
  return (
    <>
      <span className="max-sm:sr-only">{label}</span>
      <span aria-hidden className="sm:hidden">
        {short}
      </span>
    </>
  )
}
