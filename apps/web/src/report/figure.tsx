'use client'

import type { FigureBlock } from '@zerosec/report'
import { useEffect, useRef, useState } from 'react'
import type { Result } from 'vega-embed'
import { Button } from '../controls/button.tsx'
import { startDownload } from './download-button.tsx'
import { useSeen } from './use-seen.ts'
import { useThemeName } from './use-theme-name.ts'

const PICTURE_SCALE = 2

/** An interactive figure: drawn when it comes near, hover tells the values, and it can be taken along as a picture. */
export function Figure({ block }: { block: FigureBlock }) {
  const frame = useRef<HTMLDivElement>(null)
  const seen = useSeen(frame)
  const { drawn, failed } = useDrawing(frame, block, seen)

  const save = async (type: 'png' | 'svg') => {
    if (drawn) startDownload(await drawn.view.toImageURL(type, PICTURE_SCALE), `${block.id}.${type}`)
  }

  return (
    <figure className="flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface">
      <figcaption className="flex items-start justify-between gap-3 pt-2.5 pr-2 pl-4">
        <span className="pt-1 leading-snug font-medium">{block.title}</span>
        <span className="flex shrink-0">
          {(['png', 'svg'] as const).map((type) => (
            <Button
              key={type}
              look="quiet"
              disabled={!drawn}
              onClick={() => save(type)}
              aria-label={`Save "${block.title}" as ${type.toUpperCase()}`}
              className="min-h-7 px-2 py-0.5 text-xs"
            >
              {type.toUpperCase()}
            </Button>
          ))}
        </span>
      </figcaption>
      <div
        ref={frame}
        data-figure={block.id}
        data-drawn={drawn !== null}
        className="figure w-full flex-1 data-[drawn=false]:min-h-64 px-1 pb-1"
      />
      {failed && <p className="px-4 pb-3 text-sm text-serious">This figure could not be drawn.</p>}
      {block.caption && <p className="border-t border-line px-4 py-2.5 text-sm text-ink-soft">{block.caption}</p>}
    </figure>
  )
}

/** Draws the figure once it was seen, and again when the theme changes. Vega is loaded with the first figure. */
function useDrawing(frame: React.RefObject<HTMLDivElement | null>, block: FigureBlock, seen: boolean) {
  const theme = useThemeName()
  const [drawn, setDrawn] = useState<Result | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!seen || !element) return
    let current = true
    let result: Result | null = null
    const draw = async () => {
      const { drawFigure } = await import('./draw-figure.ts')
      if (!current) return
      result = await drawFigure(element, block.title, block.spec, theme)
      if (current) setDrawn(result)
      else result.finalize()
    }
    draw().catch((error: unknown) => {
      console.error(error)
      if (current) setFailed(true)
    })
    return () => {
      current = false
      result?.finalize()
      setDrawn(null)
    }
  }, [frame, seen, block, theme])
  return { drawn, failed }
}
