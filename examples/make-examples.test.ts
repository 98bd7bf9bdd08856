import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse, linearValues } from '../packages/analyses/test/analyse.ts'
import { EXAMPLES } from './make-examples.ts'

const stored = (file: string) => readFileSync(new URL(file, import.meta.url))

describe('the examples', () => {
  it.each(EXAMPLES)('$file is what make-examples.ts writes', ({ file, text }) => {
    expect(stored(file).toString('utf8')).toBe(text())
  })

  it('show what they were made of', async () => {
    const report = await analyse(stored('plastic-strength.csv'), {
      target_column: 'strength',
      terms: '. + I(cylinder_temperature^2) + resin:mould_temperature',
    })
    const { effects, ...values } = linearValues(report)
    expect(values['rows_used']).toBe(117)
    expect(effects[0]!.input).toBe('resin')
    expect(effects.at(-1)!.input).toBe('cooling_time')
    expect(Math.abs(Number(values['sigma']) - 0.9)).toBeLessThan(0.15)
    expect(report.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['rows_left_out', 'columns_left_out', 'units_row_used']),
    )
  })

  it('plan the next experiment, in both languages alike', async () => {
    const plan = async (file: string) => {
      const { values } = await analyse(stored(file), { num_points: 15, model: 'quadratic', starts: 4 }, 'optimization')
      return [values['coefficients'], values['d_efficiency']]
    }
    const plain = await plan('moulding-factors.csv')
    expect(plain[0]).toBe(14)
    expect(await plan('moulding-factors-japanese.csv')).toEqual(plain)
  })

  it('are the same shots in both files', async () => {
    const plain = await analyse(stored('plastic-strength.csv'), { target_column: 'strength' })
    const japanese = await analyse(stored('plastic-strength-japanese.csv'), { target_column: '引張強度 [MPa]' })
    expect(japanese.values['r2']).toBe(plain.values['r2'])
  })
})
