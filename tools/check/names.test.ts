import { describe, expect, it } from 'vitest'
import { machinePathProblems, nameProblems } from './names.ts'

describe('names', () => {
  it.each([
    'src/utils/a.ts',
    'src/utils.ts',
    'src/util.test.ts',
    'shared/a.ts',
    'src/lib/a.ts',
    'src/helpers.tsx',
    'common/x',
  ])('%s says nothing', (path) => {
    expect(nameProblems([path])).toHaveLength(1)
  })

  it.each(['src/shared-parameters.ts', 'packages/table/src/read.ts', 'src/library.ts', '.ci/run'])(
    '%s is a name',
    (path) => {
      expect(nameProblems([path])).toEqual([])
    },
  )
})

describe('paths of a machine', () => {
  // Put together here, or this file would be one of those that it is about.
  const path = (...parts: string[]) => ['', ...parts].join('/')

  it.each([
    path('home', 'ada', 'data'),
    path('Users', 'ada'),
    `"${path('root', 'x')}"`,
    ['C:', 'Users', 'ada'].join('\\'),
    `see ${path('tmp', 'a')}`,
  ])('%s is one', (text) => {
    expect(machinePathProblems([{ path: 'a.ts', text: `ok\n${text}` }])).toMatchObject([{ path: 'a.ts', line: 2 }])
  })

  it.each(['https://example.org/home/ada', './home/x', 'apps/root/x', 'GET /jobs/x', '~/tmp/x'])(
    '%s is none',
    (text) => {
      expect(machinePathProblems([{ path: 'a.ts', text }])).toEqual([])
    },
  )
})
