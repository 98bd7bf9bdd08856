import { describe, expect, it } from 'vitest'
import type { Constraint } from './constraint.ts'
import type { Factor } from './factor.ts'
import { parseConstraints } from './parse-constraints.ts'

const continuous = (name: string, low = 0, high = 100): Factor => ({ kind: 'continuous', name, low, high })
const FACTORS: readonly Factor[] = [
  continuous('temp'),
  continuous('time'),
  continuous('reaction time'),
  continuous('温度'),
  continuous('反応時間(min)'),
  continuous('圧力（MPa）'),
  continuous('Cu'),
  continuous('Cu/Zn'),
  { kind: 'discrete', name: 'pressure', levels: [1, 2, 5] },
  { kind: 'categorical', name: 'catalyst', levels: ['A', 'B', 'C 1'] },
  { kind: 'categorical', name: '触媒', levels: ['酸', '塩基', 'ABS'] },
  { kind: 'mixture', name: 'A', low: 0, high: 100, group: 'm', total: 100 },
  { kind: 'mixture', name: 'B', low: 0, high: 100, group: 'm', total: 100 },
  { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [4, 4] },
]

/** Linear constraints as `2 temp + 1 time <= 300`, logical ones as JSON of their condition. */
function read(text: string): string[] {
  return parseConstraints(text, FACTORS).map(shown)
}

function shown(constraint: Constraint): string {
  if (constraint.kind === 'logical') return JSON.stringify(constraint.condition)
  const sum = constraint.coefficients.map(({ factor, coefficient }) => `${coefficient} ${factor}`).join(' + ')
  return `${sum} ${constraint.relation} ${constraint.bound}`
}

describe('parseConstraints', () => {
  it.each([
    ['2*temp + time <= 300', ['2 temp + 1 time <= 300']],
    ['A + B = 100', ['1 A + 1 B = 100']],
    ['10 <= temp + time <= 20', ['-1 temp + -1 time <= -10', '1 temp + 1 time <= 20']],
    ['temp + temp <= 2*time + 3', ['2 temp + -2 time <= 3']],
    ['-(temp - 2*(time + 1))/4 >= -sqrt(16)', ['-0.25 temp + 0.5 time >= -4.5']],
    ['temp <= 20; time >= 3\n pressure = 2', ['1 temp <= 20', '1 time >= 3', '1 pressure = 2']],
    ['temp <= 20 and time >= 3', ['1 temp <= 20', '1 time >= 3']],
    ['temp +\n time <= 20', ['1 temp + 1 time <= 20']],
    ['not (temp > 20 or time < 3)', ['1 temp <= 20', '1 time >= 3']],
    ['abs(temp - time) <= 5', ['1 temp + -1 time <= 5', '-1 temp + 1 time <= 5']],
    ['max(temp, time) <= 5', ['1 temp <= 5', '1 time <= 5']],
    ['20 >= temp', ['-1 temp >= -20']],
    ['temp =< 20', ['1 temp <= 20']],
    ['temp == 20', ['1 temp = 20']],
    ['1.5e1 <= temp', ['-1 temp <= -15']],
    ['A <= 30%', ['1 A <= 30']],
    ['2*temp ≤ 300', ['2 temp <= 300']],
    ['２＊ｔｅｍｐ　＋　ｔｉｍｅ　＜＝　３００', ['2 temp + 1 time <= 300']],
    ['（温度 － 3。5）× 2 ≧ 反応時間(min)。', ['2 温度 + -1 反応時間(min) >= 7']],
    ['温度+反応時間(min)<=100', ['1 温度 + 1 反応時間(min) <= 100']],
    ['圧力(MPa) <= 3 かつ 温度 <= 80', ['1 圧力（MPa） <= 3', '1 温度 <= 80']],
    ['reaction time + `reaction time` + [reaction time] <= 9', ['3 reaction time <= 9']],
    ['"reaction time" <= 9', ['1 reaction time <= 9']],
    ['Cu/Zn <= 3 and Cu / 2 <= 3', ['1 Cu/Zn <= 3', '0.5 Cu <= 3']],
    ['TEMP <= 3', ['1 temp <= 3']],
    ['', []],
  ])('reads %s as linear', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it.each([
    ['catalyst = "A"', { kind: 'level', factor: 'catalyst', levels: ['A'], negated: false }],
    ['"A" = catalyst', { kind: 'level', factor: 'catalyst', levels: ['A'], negated: false }],
    ['catalyst = A', { kind: 'level', factor: 'catalyst', levels: ['A'], negated: false }],
    ['catalyst ≠ “C 1”', { kind: 'level', factor: 'catalyst', levels: ['C 1'], negated: true }],
    ['触媒 = 塩基', { kind: 'level', factor: '触媒', levels: ['塩基'], negated: false }],
    ['触媒 = ABS', { kind: 'level', factor: '触媒', levels: ['ABS'], negated: false }],
    ['触媒 = 「酸」', { kind: 'level', factor: '触媒', levels: ['酸'], negated: false }],
    ['catalyst in ("A", "B")', { kind: 'level', factor: 'catalyst', levels: ['A', 'B'], negated: false }],
    ['not catalyst in ("A", "B")', { kind: 'level', factor: 'catalyst', levels: ['A', 'B'], negated: true }],
    ['catalyst not in ("A", "B")', { kind: 'level', factor: 'catalyst', levels: ['A', 'B'], negated: true }],
  ])('reads %s as a condition on levels', (text, condition) => {
    expect(parseConstraints(text, FACTORS)).toEqual([{ kind: 'logical', text, condition }])
  })

  it('reads an implication as "not the premise, or the conclusion"', () => {
    const forbidden = read('not (catalyst = "A" && temp > 80)')
    expect(read('if catalyst = "A" then temp <= 80')).toEqual(forbidden)
    expect(read('!(catalyst = "A") || temp <= 80')).toEqual(forbidden)
  })

  it('keeps what is not linear as a logical constraint', () => {
    expect(parseConstraints('temp*time <= 500', FACTORS)).toMatchObject([{ kind: 'logical', text: 'temp*time <= 500' }])
    expect(parseConstraints('temp < 20', FACTORS)).toMatchObject([{ kind: 'logical' }])
  })

  it('gives every constraint the text of its own statement', () => {
    const texts = parseConstraints('temp <= 20 ;  10 <= A + B <= 20', FACTORS).map(({ text }) => text)
    expect(texts).toEqual(['temp <= 20', '10 <= A + B <= 20', '10 <= A + B <= 20'])
  })

  it.each([
    ['tmp <= 3', 'tmp', /no factor "tmp"; the factors are temp, time/],
    ['temp2 <= 3', 'temp2', /no factor "temp2"/],
    ['temp <= ', 'the end', /a factor or a number is missing/],
    ['temp + time', 'temp + time', /comparison such as <= is missing/],
    ['temp <= 80 ℃', '℃', /operator .* is missing before it/],
    ['2 temp <= 80', 'temp <= 80', /operator .* is missing before it/],
    ['(temp <= 80', 'the end', /\) is missing/],
    ['temp <= (80 and time <= 3)', '80 and', /comparison such as <= is missing/],
    ['temp <= "80', '"80', /closing " is missing/],
    ['catalyst = "D"', '"D"', /no level "D"; its levels are A, B, C 1/],
    ['catalyst <= "A"', '<= "A"', /no order/],
    ['catalyst = 3', '3', /no level "3"/],
    ['catalyst + 1 <= 3', 'catalyst', /is a category/],
    ['catalyst = temp + 1', 'temp + 1', /compare it with one of its levels/],
    ['catalyst = 触媒', '触媒', /no level/],
    ['day = "1"', 'day', /given with the runs/],
    ['if temp <= 3', 'the end', /then/],
    ['temp <= 30%', '', /temp is in no mixture/],
    ['3 <= 5', '3 <= 5', /depends on no factor/],
    ['temp - temp <= 5', '', /depends on no factor/],
    ['temp/0 <= 5', '', /can not be calculated/],
    ['temp <= 1e999', '1e999', /too large/],
    ['max(temp) <= 5', 'max(temp)', /two numbers or more/],
    ['log temp <= 5', 'log temp', /no factor "log"/],
    ['temp <= 3 @', '@', /operator/],
  ])('refuses %s at the place that is wrong', (text, near, problem) => {
    expect(() => parseConstraints(text, FACTORS)).toThrow(
      expect.objectContaining({
        code: 'design_constraint_invalid',
        details: expect.objectContaining({
          near: expect.stringContaining(near),
          problem: expect.stringMatching(problem),
        }),
      }),
    )
  })

  it.each([
    ['brackets', `${'('.repeat(1500)}temp${')'.repeat(1500)} <= 3`],
    ['signs', `${'-'.repeat(3000)}temp <= 3`],
    ['not', `${'!'.repeat(3000)}(temp <= 3)`],
    ['powers', `temp${'^2'.repeat(1500)} <= 3`],
    ['implications', `${'if temp<=1 then '.repeat(200)}temp <= 3`],
    ['length', `temp <= 3${' '.repeat(10_000)}`],
  ])('refuses endless %s without running out of stack', (_, text) => {
    expect(() => parseConstraints(text, FACTORS)).toThrow(
      expect.objectContaining({ code: 'design_constraint_invalid' }),
    )
  })

  it('reads long flat sums', () => {
    expect(read(`temp${' + temp'.repeat(500)} <= 3`)).toEqual(['501 temp <= 3'])
    expect(parseConstraints(`temp${'*temp'.repeat(700)} <= 3`, FACTORS)).toHaveLength(1)
  })
})
