import type { RunSheetBlock, RunSheetRun } from '../src/document.ts'

/** Two days of moulding trials, one run already made; names that break careless renderings. */
export function sampleRunSheet(): RunSheetBlock {
  const run = (
    number: number,
    role: RunSheetRun['role'],
    settings: RunSheetRun['settings'],
    results: RunSheetRun['results'] = [null, null],
  ): RunSheetRun => ({ number, role, settings, results })
  return {
    kind: 'run_sheet',
    id: 'run_sheet',
    title: '成形条件の実験 – 7 runs',
    factors: [
      { kind: 'number', name: '金型温度', unit: '°C', low: 40, high: 80, digits: 1 },
      { kind: 'number', name: '保圧時間（s）', unit: 's', low: 5, high: 15, digits: 0, levels: [5, 10, 15] },
      { kind: 'category', name: '樹脂', levels: ['PP', '=PE', 'ポリスチレン'] },
      { kind: 'block', name: '実験日', levels: ['1日目', '2日目'] },
    ],
    responses: [{ name: '引張強度', unit: 'MPa' }, { name: '=反り' }],
    constraints: ['2*金型温度 + 保圧時間 <= 170'],
    facts: [
      { label: 'Model', value: 'quadratic' },
      { label: 'Seed', value: 42 },
    ],
    runs: [
      run(1, 'existing', [60, 10, 'PP', '1日目'], [31.25, null]),
      run(2, 'new', [40, 5, '=PE', '1日目']),
      run(3, 'new', [77.5, 15, 'PP', '1日目']),
      run(4, 'center', [60, 10, 'ポリスチレン', '1日目']),
      run(5, 'new', [80, 10, '=PE', '2日目']),
      run(6, 'replicate', [40, 5, '=PE', '2日目']),
      run(7, 'new', [40, 15, 'ポリスチレン', '2日目']),
    ],
  }
}
