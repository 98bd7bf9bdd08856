'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** The heading of a view that replaces another one: it takes the focus, so that a screen reader says what has come. */
export function ArrivalHeading({ id, className, children }: { id: string; className?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <h1 id={id} ref={heading} tabIndex={-1} className={`outline-none ${className ?? ''}`}>
      {children}
    </h1>
  )
}
