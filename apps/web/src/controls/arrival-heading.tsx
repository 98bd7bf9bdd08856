'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** The heading of a view that replaces another one: it takes the focus, so that a screen reader says what has come. */
export function ArrivalHeading({
  id,
  level: Heading = 'h1',
  className,
  children,
}: {
  id: string
  level?: 'h1' | 'h3'
  className?: string
  children: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <Heading id={id} ref={heading} tabIndex={-1} className={`outline-none ${className ?? ''}`}>
      {children}
    </Heading>
  )
}
