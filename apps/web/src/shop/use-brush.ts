'use client'

import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { flushSync } from 'react-dom'

interface BrushOptions {
  readonly count: number
  /** The place under a distance from the left edge; may lie outside. */
  readonly placeOf: (x: number) => number
  readonly onBrush: ((first: number, last: number) => void) | undefined
  /** What is marked meanwhile; null once it is left. */
  readonly onMark: ((first: number, last: number) => void) | undefined
  readonly onLeave: (() => void) | undefined
}

/** The place that is looked at, and the places that are marked: by pointer or keyboard. */
export function useBrush({ count, placeOf, onBrush, onMark, onLeave }: BrushOptions) {
  const [looked, setPlace] = useState<number | null>(null)
  const [anchor, setAnchor] = useState<number | null>(null)
  const place = looked === null ? null : Math.min(looked, count - 1)
  const isMarking = onBrush !== undefined && anchor !== null && place !== null && anchor !== place
  const marked = isMarking ? ([Math.min(anchor, place), Math.max(anchor, place)] as const) : null

  const clamped = (at: number) => Math.min(count - 1, Math.max(0, at))
  const under = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) =>
    clamped(placeOf(clientX - currentTarget.getBoundingClientRect().left))
  const take = () => {
    if (marked) onBrush?.(marked[0], marked[1])
    setAnchor(null)
  }
  const look = (to: number, from: number | null) => {
    setPlace(to)
    if (from === null || onBrush === undefined) return
    if (from === to) onLeave?.()
    else onMark?.(Math.min(from, to), Math.max(from, to))
  }
  const press = (event: KeyboardEvent) => {
    const to = count === 0 ? null : walkedTo(event.key, place, count)
    if (to !== null) {
      const from = event.shiftKey ? (anchor ?? place) : null
      if (from === null && anchor !== null) onLeave?.()
      setAnchor(from)
      look(clamped(to), from)
    } else if (event.key === 'Enter' && marked) take()
    else if (event.key === 'Escape' && place !== null) leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const leave = () => {
    setPlace(null)
    setAnchor(null)
    if (anchor !== null) onLeave?.()
  }
  return {
    place: count === 0 ? null : place,
    marked,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || !event.isPrimary) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setAnchor(under(event))
        setPlace(under(event))
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        // the place is drawn together with what is marked by it: one layout a move, not two
        if (event.isPrimary) flushSync(() => look(under(event), anchor))
      },
      onPointerUp: take,
      onPointerCancel: leave,
      onPointerLeave: leave,
      onBlur: leave,
      onKeyDown: press,
    },
  }
}

function walkedTo(key: string, place: number | null, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return place === null ? count - 1 : place - 1
    case 'ArrowRight':
      return place === null ? 0 : place + 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
