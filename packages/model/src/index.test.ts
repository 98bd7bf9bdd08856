import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { sampleModel } from '../test/sample-models.ts'
import { encodeModel, openModel } from './index.ts'

describe('the package', () => {
  it('is bundled for a page, and predicts there what it predicts in Node', async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      globalName: 'zerosec',
      write: false,
      logLevel: 'silent',
    })
    // a page without isolation has no SharedArrayBuffer, and none has what is Node's
    const page = createContext({ TextEncoder, TextDecoder, atob, file: encodeModel(sampleModel()) })
    const record = { temperature: 12, '圧力 "P"': 0.4, solvent: 'S99', stirred: true }
    runInContext('SharedArrayBuffer = undefined', page)
    runInContext(outputFiles[0]!.text, page)
    const predicted = runInContext(`JSON.stringify(zerosec.openModel(file).predict([${JSON.stringify(record)}]))`, page)
    expect(JSON.parse(String(predicted))).toEqual(openModel(sampleModel()).predict([record]))
  })
})
