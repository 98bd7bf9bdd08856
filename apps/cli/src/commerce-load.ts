import { changeTimeZone, type LoadResult, loadFiles, presetText } from '@zerosec/commerce'
import { CodedError } from '@zerosec/errors'
import { readFileUpTo } from '@zerosec/table/file'
import type { Call } from './command.ts'
import { loadText } from './commerce-load-text.ts'
import { wholeOption } from './commerce-options.ts'
import { placeOfCall } from './commerce-place.ts'
import { progressBar } from './progress-bar.ts'

const MAX_MAPPING_BYTES = 1 << 20

/** `zerosec commerce load`: files into a new snapshot; what became of every row is printed. */
export async function loadShop(call: Call): Promise<void> {
  const mapping = await mappingOfCall(call)
  const timeZone = call.text('time-zone')
  if (timeZone !== undefined && mapping === undefined && call.positionals.length === 0) {
    return printLoad(call, (onProgress) =>
      changeTimeZone(placeOfCall(call), { timeZone, keep: wholeOption(call, 'keep'), onProgress }),
    )
  }
  return printLoad(call, (onProgress) =>
    loadFiles(placeOfCall(call), {
      paths: call.positionals,
      mapping,
      timeZone,
      fresh: call.flag('fresh'),
      keep: wholeOption(call, 'keep'),
      onProgress,
    }),
  )
}

type OnProgress = (progress: { readonly fraction: number; readonly words: string }) => void

async function printLoad(call: Call, load: (onProgress: OnProgress) => Promise<LoadResult>): Promise<void> {
  const bar = progressBar(process.stderr, call.flag('quiet'))
  const result = await load(({ fraction, words }) => bar.update(fraction, words)).finally(bar.clear)
  process.stdout.write(`${call.flag('json') ? JSON.stringify(result, null, 2) : loadText(result)}\n`)
}

async function mappingOfCall(call: Call): Promise<string | undefined> {
  const preset = call.text('preset')
  const path = call.text('mapping')
  if (preset !== undefined && path !== undefined) {
    throw new CodedError('option_invalid', {
      option: '--preset',
      problem: 'it stands for a mapping: give one of the two',
    })
  }
  if (preset !== undefined) return presetText(preset)
  return path === undefined ? undefined : new TextDecoder().decode(await readFileUpTo(path, MAX_MAPPING_BYTES))
}
