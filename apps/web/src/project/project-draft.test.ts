import { expect, test } from 'vitest'
import { readChoice } from './project-choice.ts'
import { draftOf, emptyObjective, readDraft } from './project-draft.ts'

const draft = (...objectives: Partial<ReturnType<typeof emptyObjective>>[]) => ({
  name: ' 摩耗 ',
  description: ' d ',
  objectives: objectives.map((one) => ({ ...emptyObjective(), ...one })),
})

test('a draft is read with decimal commas, and rows without a column are not there', () => {
  const typed = draft({ column: ' y ' }, {}, { column: 'z', goal: 'target', target: '2,5' })
  expect(readDraft(typed)).toEqual({
    name: '摩耗',
    description: 'd',
    objectives: [
      { column: 'y', goal: 'maximise' },
      { column: 'z', goal: 'target', target: 2.5 },
    ],
  })
})

test.each([
  [{ ...draft(), name: '  ' }, 'Give the project a name.'],
  [draft({ column: 'y', goal: 'target', target: 'x' }), 'y: “x” is not a number.'],
  [draft({ column: 'y', goal: 'target', target: ' ' }), 'y: type the value that it is to be close to.'],
  [
    draft({ column: 'y', goal: 'range', low: '1', high: '9,000' }),
    'y: “9,000” may be 9000 or 9.000: type one of them.',
  ],
  [draft({ column: 'y', goal: 'range', low: '1' }), 'y: type both ends of the range.'],
  [draft({ column: 'y', goal: 'range', low: '2', high: '1' }), 'y: the range begins above its end.'],
  [draft({ column: 'y' }, { column: 'y ' }), 'y stands there twice.'],
])('what is wrong with a draft is said: %#', (typed, problem) => {
  expect(readDraft(typed)).toEqual({ problem })
})

test('a project comes back from its draft as it was', () => {
  const project = {
    name: 'a',
    description: 'b',
    objectives: [
      { column: 'y', goal: 'range' as const, low: -1, high: 0 },
      { column: 'z', goal: 'minimise' as const },
    ],
  }
  expect(readDraft(draftOf(project))).toEqual(project)
})

test.each([
  [null, null],
  ['{', null],
  ['[]', null],
  ['{"projectId":3}', null],
  ['{"projectId":"a","round":2}', { projectId: 'a', round: 2 }],
  ['{"projectId":"a","round":"2"}', { projectId: 'a' }],
  ['{"projectId":"a","round":-1}', { projectId: 'a' }],
])('of the stored choice %s is read as %j', (text, choice) => {
  expect(readChoice(text)).toEqual(choice)
})
