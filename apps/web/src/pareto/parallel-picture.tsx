'use client'

import { type PointerEvent, useCallback, useRef, useState } from 'react'
import { draggedBrush, withBrush } from './brushes.ts'
import { clearedCanvas, type Inks, inDrawingOrder, lineOpacity } from './draw-rows.ts'
import type { Exploration } from './exploration.ts'
import { markText } from './mark-text.ts'
import { useDrawing } from './use-drawing.ts'

interface ParallelPictureProps {
  readonly exploration: Exploration
  /** Places of the columns, in their order from left to right. */
  readonly axes: readonly number[]
}

const AXIS_WIDTH = 96

/** A line for each row across an axis for each column; a part of an axis that is dragged over chooses rows. */
export function ParallelPicture({ exploration, axes }: ParallelPictureProps) {
  const { table, scales, chosen, pointed } = exploration
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useCallback(
    (element: HTMLCanvasElement, inks: Inks) =>
      drawLines(
        element,
        inks,
        axes,
        (row, place) => scales[place]!.at(table.rows[row]![place] ?? null),
        chosen,
        pointed,
      ),
    [table, scales, axes, chosen, pointed],
  )
  useDrawing(canvas, draw)
  return (
    <div aria-hidden className="overflow-x-auto">
      <div className="relative select-none" style={{ minWidth: axes.length * AXIS_WIDTH }}>
        <div className="grid h-11" style={{ gridTemplateColumns: `repeat(${axes.length}, minmax(0, 1fr))` }}>
          {axes.map((place) => (
            <AxisName key={place} column={table.columns[place]!} />
          ))}
        </div>
        <div className="relative mt-5 mb-6 h-72">
          <canvas ref={canvas} className="absolute inset-0 size-full" />
          <div
            className="absolute inset-0 grid"
            style={{ gridTemplateColumns: `repeat(${axes.length}, minmax(0, 1fr))` }}
          >
            {axes.map((place) => (
              <Axis key={place} exploration={exploration} place={place} />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

function AxisName({ column: { name, unit, role } }: { column: Exploration['table']['columns'][number] }) {
  return (
    <span
      className={`line-clamp-2 self-end px-1 text-center text-xs leading-tight break-words ${role === 'objective' ? 'font-medium text-ink' : 'text-ink-soft'}`}
    >
      {name}
      {unit && <span className="font-normal text-ink-faint"> {unit}</span>}
    </span>
  )
}

function Axis({ exploration, place }: { exploration: Exploration; place: number }) {
  const { scales, brushes, onBrush } = exploration
  const [start, setStart] = useState<number | null>(null)
  const brush = brushes[place]
  const shareOf = ({ currentTarget, clientY }: PointerEvent<HTMLElement>) => {
    const { top, height } = currentTarget.getBoundingClientRect()
    return 1 - (clientY - top) / height
  }
  return (
    <div className="relative" data-axis={exploration.table.columns[place]!.name}>
      <span className="absolute inset-y-0 left-1/2 w-px bg-ink-faint" />
      {scales[place]!.marks.map(({ value, at }) => (
        <span
          key={value}
          className={`absolute max-w-full -translate-x-1/2 truncate rounded-sm bg-surface/80 px-0.5 text-[0.6875rem] text-ink-faint ${
            scales[place]!.isNumber
              ? at > 0.5
                ? '-translate-y-full left-1/2'
                : 'translate-y-full left-1/2'
              : 'left-1/2 translate-y-1/2'
          }`}
          style={
            at > 0.5 && scales[place]!.isNumber
              ? { top: '-2px' }
              : { bottom: `calc(${100 * at}% ${scales[place]!.isNumber ? '- 2px' : ''})` }
          }
        >
          {markText(value)}
        </span>
      ))}
      {brush && (
        <span
          className="pointer-events-none absolute left-1/2 w-5 -translate-x-1/2 border border-accent bg-accent/15"
          style={{ bottom: `${100 * brush.from}%`, top: `${100 * (1 - brush.to)}%` }}
        />
      )}
      <div
        className="absolute inset-y-0 left-1/2 w-8 -translate-x-1/2 cursor-row-resize touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setStart(shareOf(event))
          onBrush(withBrush(brushes, place, null))
        }}
        onPointerMove={(event) => {
          if (start !== null) onBrush(withBrush(brushes, place, draggedBrush(start, shareOf(event))))
        }}
        onPointerUp={() => setStart(null)}
        onPointerCancel={() => setStart(null)}
      />
    </div>
  )
}

function drawLines(
  canvas: HTMLCanvasElement,
  inks: Inks,
  axes: readonly number[],
  shareOf: (row: number, place: number) => number,
  chosen: Uint8Array,
  pointed: number | null,
): void {
  const cleared = clearedCanvas(canvas)
  if (!cleared) return
  const { context, width, height } = cleared
  const across = axes.map((_, k) => ((k + 0.5) / axes.length) * width)
  const opacity = lineOpacity(chosen.reduce((sum, one) => sum + one, 0))
  context.lineJoin = 'round'
  inDrawingOrder(chosen, pointed, (row, ink) => {
    context.beginPath()
    let isDrawn = false
    axes.forEach((place, k) => {
      const share = shareOf(row, place)
      // a line is broken where a row has no value
      if (Number.isNaN(share)) isDrawn = false
      else if (isDrawn) context.lineTo(across[k]!, (1 - share) * height)
      else context.moveTo(across[k]!, (1 - share) * height)
      isDrawn = !Number.isNaN(share)
    })
    context.strokeStyle = inks[ink]
    context.lineWidth = ink === 'pointed' ? 2.5 : 1.25
    context.globalAlpha = ink === 'pointed' ? 1 : ink === 'other' ? 0.35 : opacity
    context.stroke()
  })
}
