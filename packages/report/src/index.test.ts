import { build } from 'esbuild'
import { expect, it } from 'vitest'

it('can be imported by a page: nothing of Node, Vega or the workbook comes with it', async () => {
  const { metafile } = await build({
    entryPoints: [new URL('./index.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
  })
  const files = Object.keys(metafile.inputs)
  expect(files.filter((file) => file.includes('node_modules') || /render|workbook/.test(file))).toEqual([])
  expect(files.length).toBeGreaterThan(3)
})
