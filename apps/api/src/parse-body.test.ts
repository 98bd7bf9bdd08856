import { describe, expect, it } from 'vitest'
import { parseBody } from './parse-body.ts'

describe('the JSON of a body', () => {
  it.each([
    ['', undefined],
    ['null', null],
    ['{"a":[{"b":"]}"}]}', { a: [{ b: ']}' }] }],
    [String.raw`{"a":"\"[[["}`, { a: '"[[[' }],
    [`${'['.repeat(100)}${']'.repeat(100)}`, JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)],
  ])('%s', (text, value) => {
    expect(parseBody(text)).toEqual(value)
  })

  it.each([`${'['.repeat(101)}${']'.repeat(101)}`, '{"__proto__":1}', String.raw`{"\u005F_proto__":1}`, '{', '1 2'])(
    'is refused: %s',
    (text) => {
      expect(() => parseBody(text)).toThrow(expect.objectContaining({ code: 'body_malformed' }))
    },
  )
})
