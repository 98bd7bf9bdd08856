import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../apps/api/src/create-api.ts'
import { SETTINGS, untouchedPlatform } from '../../apps/api/test/untouched-platform.ts'
import { referencesOfCode } from './code-references.ts'
import { differencesFromCode } from './compare-with-code.ts'
import { LEFT_OUT } from './left-out.ts'
import { type Picture, partsOf, type Reference } from './model.ts'
import { PICTURES } from './pictures.ts'

const ROOT = join(import.meta.dirname, '..', '..')

let code: ReadonlySet<Reference>
beforeAll(async () => {
  const api = await createApi(untouchedPlatform, SETTINGS)
  const document = (await api.inject('/openapi.json')).json<{ paths: object }>()
  await api.close()
  code = await referencesOfCode(ROOT, { ...document.paths })
})

describe('the pictures', () => {
  it('show what the code has, and nothing else', () => {
    expect(differencesFromCode(PICTURES, code, LEFT_OUT)).toEqual([])
  })

  it.each(PICTURES)(
    '$name: names its parts once, and flows lead from one to another',
    ({ holds, flows, rows, orders }) => {
      const ids = partsOf(holds).map(({ id }) => id)
      expect(ids).toEqual([...new Set(ids)])
      const named = [...flows.flatMap(({ from, to }) => [from, to]), ...(rows ?? []).flat(), ...(orders ?? []).flat()]
      expect(named.filter((id) => !ids.includes(id))).toEqual([])
    },
  )
})

describe('the comparison', () => {
  const picture = (...stands: Reference[]): Picture => ({
    name: 'p',
    title: 'P',
    description: '',
    direction: 'down',
    holds: [{ id: 'a', title: 'A', stands }],
    flows: [],
  })

  it.each([
    ['a package without a picture', picture(), ['package:new'], {}, ['package:new is in no picture']],
    [
      'a part without code',
      picture('package:old'),
      [],
      {},
      ['p: "A" stands for package:old, which is not in the code'],
    ],
    [
      'a part without code in the list',
      picture(),
      [],
      { why: ['app:old'] },
      ['app:old is left out of pictures, and is not in the code'],
    ],
    [
      'a part that is left out and shown',
      picture('app:a'),
      ['app:a'],
      { why: ['app:a'] },
      ['app:a is left out of pictures, and in one'],
    ],
    ['nothing where all fits', picture('app:a'), ['app:a', 'app:b'], { why: ['app:b'] }, []],
  ] as const)('tells %s', (_, shown, references, leftOut, differences) => {
    expect(differencesFromCode([shown], new Set<Reference>(references), leftOut)).toEqual(differences)
  })
})
