import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../check/source-files.ts'
import { apiReferencePage } from './api-reference/api-reference-page.ts'
import { commandLinePage } from './command-line-page.ts'
import { errorsPage } from './errors-page.ts'
import { sentimentPage } from './sentiment-page.ts'

/** Every page of the docs that is generated, by its path from the root. */
export const GENERATED_PAGES: Readonly<Record<string, () => string>> = {
  'docs/api-reference.md': apiReferencePage,
  'docs/cli.md': commandLinePage,
  'docs/errors.md': errorsPage,
  'docs/sentiment.md': sentimentPage,
}

/** Generated pages that are not what they would be if they were generated now. */
export function stalePageProblems(root: string): Problem[] {
  return Object.entries(GENERATED_PAGES)
    .filter(([path, page]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== page())
    .map(([path]) => ({ path, message: 'is not what npm run docs makes of the code; run it and commit the page' }))
}
