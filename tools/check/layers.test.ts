import { describe, expect, it } from 'vitest'
import { layerProblems, type Manifests } from './layers.ts'

const all = { '@zerosec/errors': '1', '@zerosec/table': '1', '@zerosec/report': '1', '@zerosec/api': '1', zod: '4' }
const manifests: Manifests = {
  '': { devDependencies: { vitest: '5' } },
  'packages/errors': { dependencies: all },
  'packages/table': { dependencies: all },
  'packages/engine': { dependencies: all },
  'packages/report': { dependencies: all, peerDependencies: { 'heavy-client': '1' } },
  'apps/api': { dependencies: all },
  'apps/cli': { dependencies: all },
  'apps/web': { dependencies: all },
}

function messages(path: string, text: string): string[] {
  return layerProblems([{ path, text }], manifests).map(({ line, message }) => `${line} ${message}`)
}

describe('imports that point the wrong way are named with their line', () => {
  it.each([
    ['packages/table/src/a.ts', "\nimport { x } from '@zerosec/report'", '2 table (1) may not import report (2)'],
    ['packages/table/src/a.ts', "import type { X } from '@zerosec/report'", '1 table (1) may not import report (2)'],
    ['packages/table/src/a.ts', "export type { X } from '@zerosec/report'", '1 table (1) may not import report (2)'],
    ['packages/table/src/a.ts', "type X = import('@zerosec/report').X", '1 table (1) may not import report (2)'],
    ['packages/table/src/a.ts', "await import('@zerosec/report')", '1 table (1) may not import report (2)'],
    ['packages/table/src/a.test.ts', "import '@zerosec/report'", '1 table (1) may not import report (2)'],
    ['packages/table/src/a.ts', "import '@zerosec/table'", '1 table (1) may not import table (1)'],
    ['packages/report/src/a.ts', "import '@zerosec/api'", '1 packages/report may not import the app @zerosec/api'],
    ['apps/web/src/a.tsx', "import '@zerosec/api'", '1 apps/web may not import the app @zerosec/api'],
    [
      'packages/brand-new/src/a.ts',
      "import '@zerosec/errors'",
      '1 packages/brand-new has no number in tools/check/layers.ts',
    ],
    [
      'packages/report/src/a.ts',
      "import '../../table/src/b.ts'",
      '1 ../../table/src/b.ts leaves packages/report; import a package by its name',
    ],
    [
      'packages/engine/src/a.ts',
      "import 'zod'",
      '1 engine is pure numerics and imports nothing but @zerosec/errors, not zod',
    ],
    [
      'packages/engine/src/a.ts',
      "import 'node:fs'",
      '1 engine is pure numerics and imports nothing but @zerosec/errors, not node:fs',
    ],
    [
      'packages/table/src/a.ts',
      "import 'left-pad'",
      '1 left-pad is missing in the dependencies of packages/table/package.json',
    ],
    [
      'packages/table/src/a.ts',
      "import 'vitest'",
      '1 vitest is missing in the dependencies of packages/table/package.json',
    ],
  ])('%s: %s', (path, text, message) => {
    expect(messages(path, text)).toEqual([message])
  })
})

describe('imports that point the right way pass', () => {
  it.each([
    ['packages/report/src/a.ts', "import { x } from '@zerosec/table'"],
    ['packages/engine/src/a.ts', "import { x } from '@zerosec/errors'"],
    ['packages/report/src/a.ts', "await import('heavy-client')"],
    ['packages/engine/src/a.test.ts', "import { x } from 'vitest'"],
    ['packages/table/src/a.test.ts', "import { x } from '../../../test/reference-data.ts'"],
    ['apps/web/test/a.ts', "import { x } from '../../../test/chromium.ts'"],
    ['packages/table/src/a.ts', "import 'node:fs'; import './b.ts'; import '../c.ts'; import 'zod/mini'"],
    ['apps/cli/src/a.ts', "import '@zerosec/api'"],
    ['tools/a.ts', "import '../apps/cli/src/a.ts'; import 'anything'"],
    ['packages/table/src/a.ts', 'const text = "import x from \'@zerosec/report\'"'],
  ])('%s: %s', (path, text) => {
    expect(messages(path, text)).toEqual([])
  })
})
