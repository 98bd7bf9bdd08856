import { expect, it } from 'vitest'
import { shopMapping } from '../../test/shop-folder.ts'
import { checkMappingText } from './parse-mapping.ts'

const good = shopMapping()

function problemsOf(text: string) {
  const checked = checkMappingText(text)
  return 'problems' in checked ? checked.problems.map(({ line, column, problem }) => [line, column, problem]) : []
}

/** Where a text stands, line and column from 1. */
function placeOf(text: string, part: string): [number, number] {
  const before = text.slice(0, text.indexOf(part)).split('\n')
  return [before.length, (before.at(-1) ?? '').length + 1]
}

it.each<[why: string, text: string, part: string]>([
  ['a currency that is none', good.replace('EUR', 'euro'), 'currency: euro'],
  ['a key that is none', good.replace('status: status', 'state: status'), 'state: status'],
  ['an option that is none', good.replace('optional: [currency, updated]', 'choices: []'), 'choices'],
  ['a table that is none', good.replace('table: lines', 'table: rows'), 'table: rows'],
  ['a required column left out', good.replace('          ordered_at: at\n', ''), 'columns:'],
])('%s is found at its line and column', (_, text, part) => {
  const [[line, column] = []] = problemsOf(text)
  expect([line, column]).toEqual(placeOf(text, part))
})

it('tells all that is wrong at once, and of broken YAML where it breaks', () => {
  expect(problemsOf(good.replace('EUR', 'euro').replace('Europe/Berlin', 'Berlin'))).toHaveLength(2)
  expect(problemsOf(`${good}name: other\n`)[0]).toEqual([good.split('\n').length, 1, 'map keys must be unique'])
  expect(problemsOf(good)).toEqual([])
})
