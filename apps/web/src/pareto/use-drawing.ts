'use client'

import { type RefObject, useEffect } from 'react'
import { useThemeName } from '../report/use-theme-name.ts'

/** Draws into a canvas when what is drawn changes, and when the canvas or the theme does. */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  draw: (canvas: HTMLCanvasElement) => void,
): void {
  const theme = useThemeName()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the inks of a theme are read from the page while drawing
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    draw(element)
    const observer = new ResizeObserver(() => draw(element))
    observer.observe(element)
    return () => observer.disconnect()
  }, [canvas, draw, theme])
}
