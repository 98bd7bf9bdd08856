import { basename } from 'node:path'
import type { Client } from '@zerosec/client'
import { fileFrom } from '@zerosec/client/file'
import { CodedError } from '@zerosec/errors'
import { sizeOfFile } from '@zerosec/table/file'
import type { Call } from '../command.ts'
import { asPlatformFailure, platformOf } from '../platform-client.ts'

const JOB = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export async function registerModel(call: Call): Promise<void> {
  const [name = '', source = ''] = call.positionals
  const { client } = platformOf(call)
  const [alias, description, note] = ['alias', 'description', 'note'].map((option) => call.text(option))
  try {
    const made = await client.models.register({
      name,
      file_key: await keyOf(client, source),
      ...(alias === undefined ? {} : { alias }),
      ...(description === undefined ? {} : { description }),
      ...(note === undefined ? {} : { note }),
    })
    const given = made.aliases.length === 0 ? '' : `, ${made.aliases.join(', ')}`
    const text = `${made.model_name} has version ${made.version}${given}: ${made.signature.output.name} by ${made.training.algorithm}`
    process.stdout.write(`${call.flag('json') ? JSON.stringify(made, null, 2) : text}\n`)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

/** The key of what was named: a key, the model of a job, or a file of this machine, which is uploaded. */
async function keyOf(client: Client, source: string): Promise<string> {
  if (/^(inputs|outputs)\/[0-9a-f-]{36}\//i.test(source)) return source
  if (!JOB.test(source)) {
    await sizeOfFile(source)
    const { content } = await fileFrom(source)
    return (await client.uploadFile(basename(source), content)).key
  }
  const found = (await client.artifacts(source)).filter(({ file_type: type }) => type === 'zsm')
  if (found.length === 1) return found[0]!.file_key
  const problem =
    found.length === 0
      ? 'it has no model file; has it completed?'
      : `it has ${found.length} models; name one: ${found.map(({ file_key: key }) => key).join(', ')}`
  throw new CodedError('file_reference_invalid', { reference: source, problem })
}
