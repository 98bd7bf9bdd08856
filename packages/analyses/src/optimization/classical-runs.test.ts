import { CATALOGUE } from '@zerosec/engine'
import type { Report } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../test/analyse.ts'
import { CLASSICAL_NAMES } from './classical-names.ts'

const THREE = 'name,low,high\n温度,150,200\ntime,10,60\npressure,1,3\n'
const MIXTURE = 'name,type,low,high\na,mixture,0,1\nb,mixture,0,1\nc,mixture,0,1\n'

describe('a design by name', () => {
  it('offers every design of the catalogue', () => {
    expect(CLASSICAL_NAMES).toEqual(CATALOGUE.map(({ name }) => name))
  })

  it.each([
    ['full_factorial', THREE, 'interactions', 8],
    ['plackett_burman', THREE, 'main', 12],
    ['definitive_screening', THREE, 'main', 9],
    ['box_behnken', THREE, 'quadratic', 15],
    ['central_composite', THREE, 'quadratic', 17],
    ['simplex_lattice', MIXTURE, 'quadratic', 6],
    ['latin_hypercube', THREE, 'quadratic', 12],
    ['sobol', THREE, 'main', 12],
  ])('%s has its own runs and is evaluated as any other', async (design, factors, model, runs) => {
    const report = await optimize(factors, { design, model, num_points: 12 })
    expect(report.values).toMatchObject({ new_runs: runs, origin: 'catalogue', proven: false, starts: 0 })
    expect(report.values['d_efficiency']).toBeGreaterThan(0)
    expect(report.warnings.some(({ code }) => code === 'classical_size')).toBe(runs !== 12)
  })

  it('has the middles of edges and three centre points in a Box–Behnken design', async () => {
    const { values, headline } = await optimize(THREE, { design: 'box_behnken', model: 'quadratic' })
    expect(headline).toMatch(/^15 runs \(Box–Behnken\) estimate all 10 coefficients/)
    const rows = (values['design'] as Record<string, number>[]).map(({ 温度, time, pressure }) => [
      温度,
      time,
      pressure,
    ])
    expect(rows.filter((row) => row.join() === '175,35,2')).toHaveLength(3)
    expect(rows).toContainEqual([150, 10, 2])
  })

  it.each([
    ['of factors that it does not take', { design: 'box_behnken' }, 'name,low,high\na,0,1\nb,0,1\n', /takes 3 to 7/],
    [
      'whose runs break a constraint',
      { design: 'full_factorial', constraints: ['time <= 50'] },
      THREE,
      /4 of its 8 runs/,
    ],
    ['that is too small for the model', { design: 'plackett_burman', model: 'quadratic' }, THREE, /smaller model/],
    ['in blocks', { design: 'box_behnken', blocks: 3 }, THREE, /has no blocks/],
    [
      'from candidate rows',
      { design: 'box_behnken', mode: 'select' },
      'a,b,c\n1,2,3\n2,3,3\n4,4,4\n5,1,2\n',
      /new runs/,
    ],
  ])('refuses one %s', async (_, parameters, csv, words) => {
    const refused = optimize(csv, { num_points: 3, ...parameters })
    await expect(refused).rejects.toMatchObject({ code: 'design_classical_impossible' })
    await expect(refused).rejects.toThrow(words)
  })
})

function optimize(csv: string, parameters: Readonly<Record<string, unknown>>): Promise<Report> {
  return analyse(csv, parameters, 'optimization')
}
