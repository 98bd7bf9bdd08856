import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { GENERATED_PAGES, stalePageProblems } from './pages.ts'

it('a page that was written by hand, or not at all, is told; one that was generated is not', () => {
  const root = mkdtempSync(join(tmpdir(), 'zerosec-docs-'))
  mkdirSync(join(root, 'docs'))
  const stale = () => stalePageProblems(root).map(({ path }) => path)
  expect(stale()).toEqual(Object.keys(GENERATED_PAGES))
  for (const [path, page] of Object.entries(GENERATED_PAGES)) writeFileSync(join(root, path), page())
  expect(stale()).toEqual([])
  writeFileSync(join(root, 'docs/cli.md'), '# The command line\n')
  expect(stale()).toEqual(['docs/cli.md'])
  rmSync(root, { recursive: true })
})
