import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS } from '@zerosec/errors'
import { describeConfiguration } from '@zerosec/jobs'
import { expect, it } from 'vitest'
import { ROOT } from '../tools/root.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** What stands in backquotes in a page, and looks as `form` does. */
function quoted(path: string, form: RegExp): string[] {
  const words = [...read(path).matchAll(/`([^`\n]+)`/g)].map(([, word]) => word!)
  return [...new Set(words.filter((word) => form.test(word)))]
}

it('docs/troubleshooting.md names only errors that there are', () => {
  const codes = quoted('docs/troubleshooting.md', /^[a-z]+(_[a-z]+)+$/)
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
})

it('docs/security.md shows evidence that there is, of each requirement once', () => {
  const rows = [...read('docs/security.md').matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| .* \| `([^`]+)` \|$/gm)]
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter(([, , , path]) => !existsSync(join(ROOT, path!))).map(([row]) => row)).toEqual([])
  const numbers = rows.map(([, number]) => number)
  expect(numbers).toEqual([...new Set(numbers)])
  // no row is passed over for its form
  expect(read('docs/security.md').match(/^\| \d+\.\d+\.\d+ /gm)).toHaveLength(rows.length)
})

const PAGES = ['quick-start', 'operations', 'security', 'troubleshooting']

it.each(PAGES)('docs/%s.md names only settings and pages that there are', (page) => {
  const path = `docs/${page}.md`
  const known = new Set([...describeConfiguration({}).map(({ name }) => name), 'ZEROSEC_KEY', 'ZEROSEC_URL'])
  const named = quoted(path, /^(ZEROSEC_|DATABASE_)/).map((word) => /^\w+/.exec(word)![0])
  expect(named.filter((name) => !known.has(name))).toEqual([])
  const pages = readdirSync(join(ROOT, 'docs'))
  const links = [...read(path).matchAll(/\]\(([\w-]+\.md)[^)]*\)/g)].map(([, link]) => link!)
  expect(links.filter((link) => !pages.includes(link))).toEqual([])
})
