'use client'

import { type RefObject, useEffect } from 'react'
import { useThemeName } from '../report/use-theme-name.ts'
import { type Inks, inksOf } from './draw-rows.ts'

/** Draws into a canvas when what is drawn changes, and when the canvas or the theme does. */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  draw: (canvas: HTMLCanvasElement, inks: Inks) => void,
): void {
  const theme = useThemeName()
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const redraw = () => draw(element, inksOf(theme))
    redraw()
    const observer = new ResizeObserver(redraw)
    observer.observe(element)
    return () => observer.disconnect()
  }, [canvas, draw, theme])
}
