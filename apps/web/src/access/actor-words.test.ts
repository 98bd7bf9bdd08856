import type { ApiKey } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { actorWords } from './actor-words.ts'

const keys = [{ key_id: 'a1b2', name: 'release bot' }] as unknown as ApiKey[]

test.each([
  ['key:a1b2', 'key “release bot”'],
  ['key:other', 'key other'],
  ['anyone', 'someone (sign-in was off)'],
  ['local', 'the command line'],
  ['oidc:jane@example.com', 'jane@example.com'],
])('%s is %s', (actor, words) => expect(actorWords(actor, keys)).toBe(words))
