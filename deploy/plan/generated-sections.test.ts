import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { GENERATED_SECTIONS, withSection, withSections } from './generated-sections.ts'

it.each(Object.keys(GENERATED_SECTIONS))('%s is what npm run deploy:plan -- docs makes of the stacks', async (path) => {
  expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(await withSections(path))
})

it('a section ends where the next heading begins, whatever its level', () => {
  expect(withSection('# A\n\n## B\nold\n\n### C\nkept\n', '## B', 'new')).toBe('# A\n\n## B\n\nnew\n\n### C\nkept\n')
  expect(withSection('# A\n\n## B\n\nold\n', '## B', 'new')).toBe('# A\n\n## B\n\nnew\n')
  expect(() => withSection('# A\n', '## B', '')).toThrow('there is no "## B"')
})
