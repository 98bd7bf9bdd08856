import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { sampleReport } from '../test/sample-report.ts'
import type { Report } from './document.ts'
import { type RenderedFile, renderReport } from './render.ts'

const REPORT = sampleReport(40)

describe('renderReport', () => {
  let files: readonly RenderedFile[]
  const steps: [number, string][] = []
  beforeAll(async () => {
    files = await renderReport(REPORT, (fraction, message) => steps.push([fraction, message]))
  })
  afterEach(() => vi.useRealTimers())

  it('gives the report, the workbook, and two pictures a figure', () => {
    expect(files.map(({ path, type }) => [path, type])).toEqual([
      ['report.json', 'json'],
      ['report.xlsx', 'xlsx'],
      ...['actual_predicted', 'residual_histogram', 'effects'].flatMap((id) => [
        [`figures/${id}.png`, 'png'],
        [`figures/${id}.svg`, 'svg'],
      ]),
    ])
    for (const { bytes } of files) expect(bytes.length).toBeGreaterThan(1000)
  })

  it('tells how far it is, from 0 to 1 and never back', () => {
    const fractions = steps.map(([fraction]) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1])
  })

  it('gives the same bytes on another day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-07-01T12:00:00Z') })
    const again = await renderReport(REPORT)
    for (const [i, file] of again.entries())
      expect([file.path, Buffer.compare(file.bytes, files[i]!.bytes)]).toEqual([file.path, 0])
  })

  it('refuses a report that JSON would change in silence', async () => {
    const report: Report = { ...REPORT, values: { r2: Number.NaN } }
    await expect(renderReport(report)).rejects.toThrow('report.values.r2: NaN')
  })
})
