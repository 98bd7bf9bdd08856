import { describe, expect, it } from 'vitest'
import { FILE_LINES, FUNCTION_LINES, sizeProblems } from './sizes.ts'

const lines = (count: number) => 'x()\n'.repeat(count)
const functionOf = (count: number, name = 'f') => `function ${name}() {\n${lines(count - 2)}}\n`
/** Enough short functions for one waiver to stay under 2 %. */
const manyFunctions = Array.from({ length: 60 }, (_, i) => functionOf(3, `short${i}`)).join('')

function problems(text: string, path = 'packages/a/src/a.ts') {
  return sizeProblems([{ path, text }]).map(({ line, message }) => [line, message.split(';')[0]])
}

describe('functions', () => {
  it(`of ${FUNCTION_LINES} lines pass, of one more are told with their line`, () => {
    expect(problems(functionOf(FUNCTION_LINES))).toEqual([])
    expect(problems(`\n${functionOf(FUNCTION_LINES + 1)}`)).toEqual([[2, 'a function of 61 lines']])
  })

  it.each([
    ['arrow', `const f = () => {\n${lines(60)}}\n`],
    ['method', `class A {\nf() {\n${lines(60)}}\n}\n`],
    ['component', `export const A = () => (\n<p>\n${'<br/>\n'.repeat(60)}</p>)\n`],
  ])('count as %s too', (_, text) => {
    expect(problems(text, 'apps/web/src/a.tsx')).toHaveLength(1)
  })

  it('may be longer where the line above gives a reason', () => {
    expect(problems(`${manyFunctions}// size: the tight loop of the kernel\n${functionOf(70)}`)).toEqual([])
    expect(problems(`${manyFunctions}// size:\n${functionOf(70)}`)).toHaveLength(1)
  })

  it('are waived in 2 % of the cases at most', () => {
    const waived = `// size: a reason\n${functionOf(61)}`
    expect(problems(waived)).toEqual([[undefined, '1 of 1 functions are longer than 60 lines']])
  })

  it('that are the body of a describe are lists of tests, not one function', () => {
    const text = `describe.each([1])('x', () => {\n${lines(70)}})\n`
    expect(problems(text, 'a.test.ts')).toEqual([])
    expect(problems(text, 'a.ts')).toHaveLength(1)
    expect(problems(text.replace('describe.each([1])', 'it'), 'a.test.ts')).toHaveLength(1)
  })
})

it(`files of ${FILE_LINES} lines pass, of one more are told`, () => {
  expect(problems(lines(FILE_LINES))).toEqual([])
  expect(problems(lines(FILE_LINES + 1))).toEqual([[undefined, '401 lines']])
})
