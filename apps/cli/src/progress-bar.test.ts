import { expect, it } from 'vitest'
import { barLine } from './progress-bar.ts'
import { textWidth } from './text-width.ts'

it('a bar shows the share done and what is being done', () => {
  expect(barLine(0.5, 'Fitting', 80)).toBe(`${'█'.repeat(12)}${'░'.repeat(12)}  50 %  Fitting`)
})

it('a bar fits on one line of the terminal, whatever its message', () => {
  expect(textWidth(barLine(2, '圧縮強度を描いています'.repeat(5), 60))).toBeLessThan(60)
})
