'use client'

import { useEffect, useRef } from 'react'
import { formatDuration } from '../numbers/time.ts'

const TICK_MS = 40
const CALM_TICK_MS = 1000
const PARTS = /^(\d+)([.:])(\d+)(\D+)$/

/** The stopwatch of a running job, drawn as our name is. Written straight to its elements: it ticks too fast to render for. */
export function Elapsed({ since }: { since: string }) {
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const start = Date.parse(since)
    const write = () => {
      const [, ...parts] = PARTS.exec(formatDuration(Date.now() - start)) ?? []
      for (const [place, part] of [...(element.current?.children ?? [])].entries())
        part.textContent = parts[place] ?? ''
    }
    write()
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const timer = setInterval(write, calm ? CALM_TICK_MS : TICK_MS)
    return () => clearInterval(timer)
  }, [since])
  return (
    <span ref={element} aria-hidden className="font-mono">
      <span />
      <span className="text-accent" />
      <span />
      <span className="text-ink-faint" />
    </span>
  )
}
