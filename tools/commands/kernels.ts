import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedKernels, writeKernels } from '../build/kernels.ts'
import { ROOT } from '../root.ts'

/** Writes the engine's WebAssembly modules; with `--check` only tells which are stale. */
const texts = await generatedKernels(ROOT)
if (process.argv.includes('--check')) {
  const stale = [...texts].filter(
    ([path, text]) => !existsSync(join(ROOT, path)) || readFileSync(join(ROOT, path), 'utf8') !== text,
  )
  for (const [path] of stale) console.log(`${path}  is not what npm run kernels makes of its source`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  writeKernels(ROOT, texts)
  for (const path of texts.keys()) console.log(path)
}
