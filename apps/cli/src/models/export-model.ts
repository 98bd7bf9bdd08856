import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { MODEL_FILE_FORMATS, type ModelFileFormat } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Call } from '../command.ts'
import { wholeOption } from '../commerce-options.ts'
import { asPlatformFailure, platformOf } from '../platform-client.ts'
import { writeAnswer } from './write-answer.ts'

export async function exportModel(call: Call): Promise<void> {
  const [name = ''] = call.positionals
  const format = call.text('format') ?? 'zsm'
  if (!isFormat(format)) {
    throw new CodedError('option_invalid', {
      option: '--format',
      problem: `there are ${MODEL_FILE_FORMATS.join(', ')}`,
    })
  }
  const { client } = platformOf(call)
  try {
    const version = wholeOption(call, 'version') ?? (await productionOf(client, name))
    const { name: given, content } = await client.models.file(name, version, format)
    const path = call.text('out') ?? given ?? `${name}-${version}.${format}`
    await writeAnswer(path, Readable.fromWeb(content.stream() as NodeStream<Uint8Array>))
    process.stdout.write(`${path}: version ${version} of ${name}, ${content.size.toLocaleString('en')} bytes\n`)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

async function productionOf(client: ReturnType<typeof platformOf>['client'], name: string): Promise<number> {
  const { aliases, latest } = await client.models.get(name)
  return aliases['production'] ?? latest
}

function isFormat(text: string): text is ModelFileFormat {
  return (MODEL_FILE_FORMATS as readonly string[]).includes(text)
}
