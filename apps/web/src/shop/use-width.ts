'use client'

import { useEffect, useRef, useState } from 'react'

/** How wide the element is drawn, now and whenever that changes. */
export function useWidth() {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    setWidth(element.clientWidth) // the observer waits until it is seen, who prints does not
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [frame, width] as const
}
