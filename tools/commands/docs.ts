import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GENERATED_PAGES } from '../docs/pages.ts'
import { ROOT } from '../root.ts'

for (const [path, page] of Object.entries(GENERATED_PAGES)) {
  writeFileSync(join(ROOT, path), page())
  console.log(path)
}
