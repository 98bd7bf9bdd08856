import { describe, expect, it } from 'vitest'
import { sampleReport } from '../test/sample-report.ts'
import type { Report } from './document.ts'
import { reportJson } from './report-json.ts'

describe('reportJson', () => {
  it('reads back as the same report', () => {
    expect(JSON.parse(reportJson(sampleReport()))).toEqual(sampleReport())
  })

  it('writes the same text whatever order the members were given in', () => {
    const report = sampleReport(5)
    const reversed = Object.fromEntries(Object.entries(report).toReversed()) as unknown as Report
    expect(reportJson(reversed)).toBe(reportJson(report))
  })

  it('puts a table row on a line and ends with a line break', () => {
    const text = reportJson(sampleReport(5))
    expect(text).toContain('\n            ["水セメント比",-0.41234,0.0301,0.00004,0.31],\n')
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('leaves out what is undefined', () => {
    expect(reportJson({ ...sampleReport(3), headline: undefined as unknown as string })).not.toContain('headline')
  })
})
