import { expect, it } from 'vitest'
import { Answers } from './answers.ts'

const answer = (text: string, cells = 0) => ({
  columns: [{ values: Array.from({ length: cells }, () => text) }],
  elapsed_ms: 12,
  text,
})

it('works each answer out once, as long as it is asked for again and again', async () => {
  const answers = new Answers(1000)
  let works = 0
  const ask = (key: string) => answers.get(key, async () => answer(`${key}${++works}`))
  expect([(await ask('a')).text, (await ask('a')).text, (await ask('b')).text]).toEqual(['a1', 'a1', 'b2'])
  for (const key of ['c', 'd', 'e', 'a', 'f']) await ask(key)
  expect([(await ask('a')).text, (await ask('b')).text]).toEqual(['a1', 'b7'])
})

it('keeps no error, and no answer that would drive out all others', async () => {
  const answers = new Answers(1000)
  const failing = answers.get('a', () => Promise.reject(new Error('away')))
  await expect(failing).rejects.toThrow('away')
  expect((await answers.get('a', async () => answer('first', 300))).text).toBe('first')
  expect((await answers.get('a', async () => answer('second'))).text).toBe('second')
  expect((await answers.get('a', async () => answer('third'))).text).toBe('second')
})
