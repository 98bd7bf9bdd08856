import { expect, it } from 'vitest'
import { cycleProblems } from './cycles.ts'

function circles(files: Record<string, string>): string[] {
  return cycleProblems(Object.entries(files).map(([path, text]) => ({ path, text }))).map(({ message }) => message)
}

it('a circle is told once, with every file on it', () => {
  const files = { 'a.ts': "import './b.ts'", 'b.ts': "import './c/index.ts'", 'c/index.ts': "import '../a.ts'" }
  expect(circles(files)).toEqual(['imports in a circle: a.ts → b.ts → c/index.ts → a.ts'])
})

it('imports of types close a circle, and so does a file that imports itself', () => {
  expect(
    circles({ 'a.ts': "import type { B } from './b.ts'", 'b.ts': "export type { A } from './a.ts'" }),
  ).toHaveLength(1)
  expect(circles({ 'a.ts': "import { a } from './a.ts'" })).toHaveLength(1)
})

it('a diamond is no circle', () => {
  const files = {
    'a.ts': "import './b.ts'; import './c.ts'",
    'b.ts': "import './d.ts'",
    'c.ts': "import './d.ts'",
    'd.ts': '',
  }
  expect(circles(files)).toEqual([])
})
