import { describe, expect, it } from 'vitest'
import { requestOf } from '../../test/request.ts'

const factorsOf = async (csv: string | Uint8Array, parameters = {}) =>
  (await requestOf(csv, { num_points: 30, ...parameters })).problem.factors
const TEMPERATURE = { kind: 'continuous', name: 'temp', low: 80, high: 120 }
const TIME = { kind: 'discrete', name: 'time', levels: [10, 15, 20] }
const CATALYST = { kind: 'categorical', name: 'cat', levels: ['A', 'B', 'C'] }

describe('a table with one row a factor', () => {
  it.each([
    ['low and high', 'name,low,high\ntemp,80,120\n', [TEMPERATURE]],
    ['Japanese headings', '因子,下限,上限,水準\ntemp,80,120,\ncat,,,"A,B,C"\n', [TEMPERATURE, CATALYST]],
    ['other words', 'Factor name;Min;Max;Step size\ntemp;80;120;\ntime;10;20;5\n', [TEMPERATURE, TIME]],
    ['types', 'variable,type,low,high,levels\ntime,discrete,,,10;15;20\ncat,カテゴリ,,,A、B、C\n', [TIME, CATALYST]],
    ['a list in place of a low', '項目,最小,最大,間隔\ntemp,80,120,\ncat,"A,B,C",,\n', [TEMPERATURE, CATALYST]],
    ['a level a column', '因子,水準1,水準2,水準3\ntime,10,15,20\ncat,A,B,C\n', [TIME, CATALYST]],
    ['names as ends', 'name,low,high\nmixer,off,on\n', [{ kind: 'categorical', name: 'mixer', levels: ['off', 'on'] }]],
    ['slashes between levels', '因子,水準\ncat,A/B/C\n', [CATALYST]],
    [
      'numbers that look grouped',
      'name,levels\nspeed,"100,200,300"\n',
      [{ kind: 'discrete', name: 'speed', levels: [100, 200, 300] }],
    ],
    [
      'numbers as levels of a category',
      'name,type,levels\nlot,categorical,"1,2,3"\n',
      [{ kind: 'categorical', name: 'lot', levels: ['1', '2', '3'] }],
    ],
    ['no heading above the names', ',low,high\ntemp,80,120\n', [TEMPERATURE]],
    [
      'whole numbers for a discrete range',
      'name,type,low,high\npasses,discrete,1,3\n',
      [{ kind: 'discrete', name: 'passes', levels: [1, 2, 3] }],
    ],
    ['too many steps for levels', 'name,low,high,step\ntemp,80,120,0.1\n', [TEMPERATURE]],
    ['levels out of order', 'name,levels\ntime,"20,10,15"\n', [TIME]],
  ])('is read with %s', async (_, csv, factors) => {
    expect(await factorsOf(csv)).toEqual(factors)
  })

  it('is read in Shift_JIS, with units', async () => {
    const csv = '因子,下限,上限,単位\n温度,80,120,℃\n圧力,1,2,MPa\n'
    const { problem, columns } = await requestOf(shiftJis(csv))
    expect(problem.factors.map(({ name }) => name)).toEqual(['温度', '圧力'])
    expect(columns).toEqual([
      { name: '温度', unit: '℃', digits: 1 },
      { name: '圧力', unit: 'MPa', digits: 2 },
    ])
  })

  it('makes components of a group a mixture', async () => {
    const csv = 'name,low,high,group,total\na,10,60,gel,100\nb,0,80,gel,100\nc,0,0.5,dye,\nd,0,1,dye,\ntemp,80,120,,\n'
    const mixture = { kind: 'mixture', group: 'gel', total: 100 }
    expect(await factorsOf(csv)).toEqual([
      { ...mixture, name: 'a', low: 10, high: 60 },
      { ...mixture, name: 'b', low: 0, high: 80 },
      { kind: 'mixture', name: 'c', low: 0, high: 0.5, group: 'dye', total: 1 },
      { kind: 'mixture', name: 'd', low: 0, high: 1, group: 'dye', total: 1 },
      TEMPERATURE,
    ])
  })

  it('makes a factor of the type block the blocks of the runs', async () => {
    const csv = 'name,type,low,high,levels\nday,block,,,"Mon,Tue"\nx,,0,1,\n'
    expect(await factorsOf(csv, { num_points: 7 })).toEqual([
      { kind: 'block', name: 'day', levels: ['Mon', 'Tue'], sizes: [4, 3] },
      { kind: 'continuous', name: 'x', low: 0, high: 1 },
    ])
  })

  it('gives way to bounds and to descriptions in the parameters', async () => {
    const csv = 'name,low,high,levels\ntemp,80,120,\ntime,,,"10,15,20"\n'
    expect(await factorsOf(csv, { bounds: { temp: [90, 130], time: [10, 16] } })).toEqual([
      { ...TEMPERATURE, low: 90, high: 130 },
      { ...TIME, levels: [10, 15] },
    ])
    const stepped = 'name,low,high,step\nx,0,10,2\n'
    expect(await factorsOf(stepped, { bounds: { x: [3, 13] } })).toEqual([
      { kind: 'discrete', name: 'x', levels: [4, 6, 8, 10, 12] },
    ])
    const factors = [
      { name: 'temp', type: 'discrete', step: 20 },
      { name: 'cat', levels: ['A', 'B', 'C'] },
    ]
    expect(await factorsOf(csv, { factors })).toEqual([
      { kind: 'discrete', name: 'temp', levels: [80, 100, 120] },
      TIME,
      CATALYST,
    ])
  })

  it('says what it was taken for and which headings mean nothing', async () => {
    const { mode, warnings } = await requestOf('name,low,high,remark\ntemp,80,120,hot\n')
    expect(mode).toBe('new')
    expect(warnings[0]!.message).toMatch(/list of factors, one row a factor: temp\./)
    expect(warnings[1]).toMatchObject({ code: 'headings_ignored', columns: ['remark'] })
  })
})

describe('a table with one column a factor', () => {
  it.each([
    ['min, max and step', ',temp,time\nmin,80,10\nmax,120,20\nstep,,5\n', [TEMPERATURE, TIME]],
    [
      'only min and max',
      ',temp,x\nmin,80,0\nmax,120,1\n',
      [TEMPERATURE, { ...TEMPERATURE, name: 'x', low: 0, high: 1 }],
    ],
    ['the step first', '項目,temp,time\n間隔,,5\n最小,80,10\n最大,120,20\n', [TEMPERATURE, TIME]],
    ['a row of level lists', '項目,temp,cat\n最小,80,\n最大,120,\n水準,,"A,B,C"\n', [TEMPERATURE, CATALYST]],
    ['a level a row', '因子,time,cat\n水準1,10,A\n水準2,15,B\n水準3,20,C\n', [TIME, CATALYST]],
    [
      'levels without labels',
      'time,mixer\n10,off\n15,on\n20,\n',
      [TIME, { kind: 'categorical', name: 'mixer', levels: ['off', 'on'] }],
    ],
  ])('is read with %s', async (_, csv, factors) => {
    expect(await factorsOf(csv)).toEqual(factors)
  })

  it('has blank cells that nobody needs to be told of', async () => {
    const { warnings } = await requestOf(',temp,time\nmin,80,10\nmax,120,20\nstep,,5\n')
    expect(warnings.map(({ code }) => code)).toEqual(['table_use'])
  })

  it('is read in the layout of the settings of Kaneko’s sample generation', async () => {
    const csv = [
      ',raw 1,raw 2,raw 3,temperature,time',
      'upper,1,0.6,0.95,110,130',
      'lower,0,0,0,40,5',
      'group with a total of desired_sum_of_components,1,1,1,0,0',
      'rounding,2,2,2,0,-1',
    ].join('\n')
    const { problem, columns, warnings } = await requestOf(csv)
    const share = { kind: 'mixture', low: 0, group: '1', total: 1, step: 0.01 }
    expect(problem.factors).toEqual([
      { ...share, name: 'raw 1', high: 1 },
      { ...share, name: 'raw 2', high: 0.6 },
      { ...share, name: 'raw 3', high: 0.95 },
      { kind: 'continuous', name: 'temperature', low: 40, high: 110 },
      { kind: 'discrete', name: 'time', levels: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130] },
    ])
    expect(columns.map(({ digits }) => digits)).toEqual([2, 2, 2, 0, 0])
    const labels = ['上限', '下限', '合計を指定するグループ', '丸めの桁数']
    const japanese = csv.split('\n').map((line, i) => (i === 0 ? line : line.replace(/^[^,]*/, labels[i - 1]!)))
    expect(await factorsOf(japanese.join('\n'))).toEqual(problem.factors)
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'step_misses_end', level: 'caution' }))
  })
})

/** The bytes of a text in Shift_JIS, found by decoding every code. */
function shiftJis(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis')
  const codes = new Map<string, number[]>()
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (!codes.has(character)) codes.set(character, [lead, trail])
    }
  }
  return Uint8Array.from(Array.from(text).flatMap((character) => codes.get(character) ?? character.charCodeAt(0)))
}
