import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { codes, columns, requestOf } from '../../test/request.ts'

const request = (path: string, parameters = {}) => requestOf(readFileSync(referencePath(path)), parameters)

describeWithReferenceData('public tables, as they come', () => {
  it('resin: a mixture of three, two process factors, a property', async () => {
    const { mode, problem, responses, ...rest } = await request('tables/resin_kaneko.csv', { num_points: 6 })
    expect(mode).toBe('augment')
    expect(problem.factors).toEqual([
      { kind: 'mixture', name: 'raw material 1', low: 0, high: 1, group: '1', total: 1 },
      { kind: 'mixture', name: 'raw material 2', low: 0, high: 0.4, group: '1', total: 1 },
      { kind: 'mixture', name: 'raw material 3', low: 0, high: 0.9, group: '1', total: 1 },
      { kind: 'continuous', name: 'temperature', low: 50, high: 100 },
      { kind: 'continuous', name: 'time', low: 10, high: 120 },
    ])
    expect(responses[0]!.name).toBe('property')
    expect(responses[0]!.existing).toHaveLength(20)
    expect(codes({ mode, problem, responses, ...rest })).toEqual([
      'table_use',
      'responses_found',
      'columns_left_out',
      'mixture_found',
    ])
  })

  it('a process of the earlier tool: one-hot brushes, counts, three results and a judgement', async () => {
    const found = await request('awkward/15_brush_process_synthetic.csv')
    expect(columns(found).slice(0, 4)).toEqual(['(Intercept)', 'ブラシ[A11]', 'ブラシ[A21]', 'ブラシ[A32]'])
    expect(found.problem.factors.map(({ kind }) => kind).filter((kind) => kind === 'discrete')).toHaveLength(2)
    expect(found.responses.map(({ name }) => name)).toEqual(['摩耗量', '上面ダレ量', '側面ダレ量'])
    expect(found.columns[1]).toEqual({ name: '回転速度', unit: 'rpm', digits: 0 })
  })

  it('shares that miss a hundred by rounding', async () => {
    const { problem, existingRows } = await request('tables/p3ht_cnt_conductivity.csv', { model: 'quadratic' })
    expect(problem.factors.every((factor) => factor.kind === 'mixture' && factor.total === 100)).toBe(true)
    expect(problem.model.columns).toHaveLength(15)
    expect(existingRows).toHaveLength(178)
  })

  it('a central composite design in two blocks, which gets a third', async () => {
    const { problem } = await request('tables/chemreact_ccd.csv', { num_points: 4, model: 'quadratic' })
    expect(problem.factors[0]).toEqual({ kind: 'block', name: 'Block', levels: ['B1', 'B2', 'B3'], sizes: [0, 0, 4] })
  })

  it.each([
    ['tables/suzuki_flow_i.csv', 4, ['yield', 'turnover']],
    ['tables/crossed_barrel_toughness.csv', 4, ['toughness']],
    ['tables/multi_y_kaneko.csv', 4, ['y1', 'y2', 'y3']],
    ['tables/buchwald_hartwig_a.csv', 4, ['yield']],
    ['tables/concrete_strength.csv', 8, ['strength']],
    ['awkward/12_resin_title_footer.csv', 5, ['property']],
  ])('%s: %i factors and %j', async (path, factors, responses) => {
    const found = await request(path, { num_points: 40 })
    expect(found.problem.factors).toHaveLength(factors)
    expect(found.responses.map(({ name }) => name)).toEqual(responses)
  })
})
