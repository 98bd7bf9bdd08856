'use client'

import { type PointerEvent, useCallback, useRef, useState } from 'react'
import { type Brush, draggedBrush, withBrush } from './brushes.ts'
import { clearedCanvas, type Inks, inDrawingOrder } from './draw-rows.ts'
import type { Exploration } from './exploration.ts'
import { markText } from './mark-text.ts'
import { useDrawing } from './use-drawing.ts'

/** The nearest point within so many pixels is pointed at. */
const REACH = 14
const RADIUS = 4

interface ScatterPictureProps {
  readonly exploration: Exploration
  /** Places of the columns. */
  readonly across: number
  readonly up: number
}

/** Two columns against each other; a rectangle that is drawn in it chooses rows. Keyboards have the fields of the limits. */
export function ScatterPicture({ exploration, across, up }: ScatterPictureProps) {
  const { table, scales, brushes, chosen, pointed, onBrush, onPoint } = exploration
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<readonly [x: number, y: number] | null>(null)
  const [horizontal, vertical] = [scales[across]!, scales[up]!]
  const placeOf = useCallback(
    (row: number): readonly [x: number, y: number] => {
      const cells = table.rows[row]!
      return [scales[across]!.at(cells[across] ?? null), scales[up]!.at(cells[up] ?? null)]
    },
    [table, scales, across, up],
  )
  useDrawing(
    canvas,
    useCallback((element, inks) => drawScatter(element, inks, placeOf, chosen, pointed), [placeOf, chosen, pointed]),
  )
  const shareOf = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): readonly [number, number] => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    return [(clientX - left) / width, 1 - (clientY - top) / height]
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    const [x, y] = shareOf(event)
    if (drag === null) return onPoint(nearestRow(event.currentTarget, placeOf, table.rows.length, x, y))
    const narrowed = withBrush(brushes, across, draggedBrush(drag[0], x))
    onBrush(withBrush(narrowed, up, draggedBrush(drag[1], y)))
  }
  return (
    <div aria-hidden className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
      <AxisMarks marks={vertical.marks} isUpright />
      <div
        className="relative h-72 cursor-crosshair touch-pan-y border-b border-l border-line-strong select-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          const start = shareOf(event)
          setDrag(start)
          onBrush(withBrush(withBrush(brushes, across, null), up, null))
        }}
        onPointerMove={move}
        onPointerUp={() => setDrag(null)}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => onPoint(null)}
      >
        <canvas ref={canvas} className="absolute inset-0 size-full" />
        <BrushBox across={brushes[across]} up={brushes[up]} />
      </div>
      <span />
      <AxisMarks marks={horizontal.marks} isUpright={false} />
    </div>
  )
}

const WHOLE = { from: 0, to: 1 }

function BrushBox({ across, up }: { across: Brush | undefined; up: Brush | undefined }) {
  if (!across && !up) return null
  const [horizontal, vertical] = [across ?? WHOLE, up ?? WHOLE]
  return (
    <span
      className="pointer-events-none absolute border border-accent bg-accent/10"
      style={{
        left: `${100 * horizontal.from}%`,
        right: `${100 * (1 - horizontal.to)}%`,
        bottom: `${100 * vertical.from}%`,
        top: `${100 * (1 - vertical.to)}%`,
      }}
    />
  )
}

function AxisMarks({ marks, isUpright }: { marks: Exploration['scales'][number]['marks']; isUpright: boolean }) {
  return (
    <div className={`relative text-[0.6875rem] text-ink-faint ${isUpright ? 'w-12' : 'h-5'}`}>
      {marks.map(({ value, at }) => (
        <span
          key={value}
          className={
            isUpright
              ? 'absolute right-0 max-w-full translate-y-1/2 truncate'
              : 'absolute top-0.5 max-w-24 -translate-x-1/2 truncate'
          }
          style={isUpright ? { bottom: `${100 * at}%` } : { left: `${100 * at}%` }}
        >
          {markText(value)}
        </span>
      ))}
    </div>
  )
}

function drawScatter(
  canvas: HTMLCanvasElement,
  inks: Inks,
  placeOf: (row: number) => readonly [number, number],
  chosen: Uint8Array,
  pointed: number | null,
): void {
  const cleared = clearedCanvas(canvas)
  if (!cleared) return
  const { context, width, height } = cleared
  inDrawingOrder(chosen, pointed, (row, ink) => {
    const [x, y] = placeOf(row)
    if (Number.isNaN(x) || Number.isNaN(y)) return
    context.beginPath()
    context.arc(x * width, (1 - y) * height, ink === 'pointed' ? RADIUS + 2 : RADIUS, 0, 2 * Math.PI)
    context.fillStyle = inks[ink]
    context.globalAlpha = ink === 'other' ? 0.6 : 0.85
    context.fill()
    context.globalAlpha = 1
    context.strokeStyle = inks.surface
    context.stroke()
  })
}

function nearestRow(
  frame: HTMLElement,
  placeOf: (row: number) => readonly [number, number],
  rows: number,
  x: number,
  y: number,
): number | null {
  const { clientWidth: width, clientHeight: height } = frame
  let nearest: number | null = null
  let least = REACH ** 2
  for (let row = 0; row < rows; row++) {
    const [a, b] = placeOf(row)
    const square = ((a - x) * width) ** 2 + ((b - y) * height) ** 2
    if (square < least) {
      least = square
      nearest = row
    }
  }
  return nearest
}
