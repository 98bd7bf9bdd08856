import { expect, it } from 'vitest'
import { apiReferencePage } from './api-reference-page.ts'
import { callsOf, OPEN_API_DOCUMENT } from './open-api-document.ts'

it('every call of the document has a section', () => {
  const page = apiReferencePage()
  const missing = callsOf(OPEN_API_DOCUMENT).filter(({ method, path }) => !page.includes(`\n### ${method} ${path}\n`))
  expect(missing).toEqual([])
})

it('a call whose tag nobody describes is refused, as it would be in no section', () => {
  const document = { ...OPEN_API_DOCUMENT, tags: OPEN_API_DOCUMENT.tags.filter(({ name }) => name !== 'schedules') }
  expect(() => apiReferencePage(document)).toThrow('POST /api/v1/schedules has no tag that the document describes')
})
