import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { errorText } from './coded-error.ts'
import { ERRORS } from './table.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const codes = Object.entries(ERRORS)
const placeholders = (text: string) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name)

describe('the error table', () => {
  it.each(codes)('%s is a snake_case code with a text that ends as a sentence', (code, { text }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(text).toMatch(/^[A-Z{].*(\.|\{\w+\})$/s)
    for (const name of placeholders(text)) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/)
  })

  it.each(codes)(
    '%s has a status that HTTP knows as an error, and an exit code of the three',
    (_, { status, exit }) => {
      expect([400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 507]).toContain(status)
      expect([1, 2, 3]).toContain(exit)
    },
  )

  it('is what docs/errors.md says, both ways (npm run docs writes it)', () => {
    const document = readFileSync(`${root}docs/errors.md`, 'utf8')
    const documented = [...document.matchAll(/^\| `(\w+)` \| (\d+) \| (\d) \| (.*) \|$/gm)].map(
      ([, code = '', status, exit, text = '']) => [
        code,
        { status: Number(status), exit: Number(exit), text: text.replaceAll(/\\([|<])/g, '$1') },
      ],
    )
    expect(Object.fromEntries(documented)).toEqual(ERRORS)
  })

  it('ends a message once, whether what is told of is a sentence or not', () => {
    const text = (problem: string) => errorText('hyperparameter_invalid', { name: 'depth', model: 'trees', problem })
    expect([text('it is 2'), text('it is 2.'), text('is it 2?')].map((each) => each.slice(-2))).toEqual([
      '2.',
      '2.',
      '2?',
    ])
  })

  it('has its placeholders filled wherever an error is made', () => {
    const unfilled = globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root })
      .filter((file) => !file.includes('.test.'))
      .flatMap((file) => errorsMadeIn(readFileSync(root + file, 'utf8')).map((made) => ({ file, ...made })))
      .filter(({ code, given }) => placeholders(ERRORS[code].text).some((name) => !given.includes(name)))
    expect(unfilled).toEqual([])
  })
})

/** Each `new CodedError('code', { … })` with the names of its details; details that are no literal are not judged. */
function errorsMadeIn(source: string): { code: keyof typeof ERRORS; given: string[] }[] {
  return [...source.matchAll(/new CodedError\(\s*'(\w+)'\s*(?:\)|,\s*(\{(?:[^{}]|\{[^{}]*\})*\}))/g)]
    .filter(([, , details = '']) => !details.includes('...'))
    .map(([, code = '', details = '']) => ({
      code: code as keyof typeof ERRORS,
      given: [...details.matchAll(/[{,]\s*(\w+)\s*(?=[:,}])/g)].map(([, name = '']) => name),
    }))
}
