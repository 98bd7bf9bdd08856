import { CodedError } from '@zerosec/errors'
import type { ReferencedFile } from '@zerosec/report'
import { sha256 } from '@zerosec/table'
import type { Analysis, NamedFile } from './analysis.ts'
import { describeAnalysis } from './describe.ts'

type Open = (reference: string) => Promise<NamedFile>

/** Opens the files that parameters name, each once, and remembers what was read: the report leads back to it. */
export class NamedFiles {
  readonly #open: Open
  readonly #opened = new Map<string, Promise<NamedFile>>()
  readonly #read: ReferencedFile[] = []

  /** @param open  left out: no file may be named */
  constructor(open: Open = refuse) {
    this.#open = open
  }

  /** In the order of their references, whatever the order in which they were asked for. */
  get read(): readonly ReferencedFile[] {
    return this.#read.toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
  }

  /** @throws CodedError as `AnalysisInput.openFile` */
  open(reference: string): Promise<NamedFile> {
    const known = this.#opened.get(reference)
    if (known) return known
    const opening = this.#openFirst(reference)
    this.#opened.set(reference, opening)
    return opening
  }

  async #openFirst(reference: string): Promise<NamedFile> {
    const file = await this.#open(reference)
    this.#read.push({
      reference,
      name: file.name,
      bytes: file.bytes.byteLength,
      sha256: await sha256(file.bytes),
    })
    return file
  }
}

async function refuse(reference: string): Promise<never> {
  throw new CodedError('file_reference_invalid', { reference, problem: 'no file can be named here' })
}

interface FileSchema {
  readonly file?: unknown
  readonly properties?: Readonly<Record<string, FileSchema>>
  readonly items?: FileSchema | boolean
  readonly additionalProperties?: FileSchema | boolean
  readonly anyOf?: readonly FileSchema[]
}

/** The files that parameters name, each once: the texts in fields with the hint `file`, however deep. */
export function namedFilesOf(analysis: Analysis, parameters: Readonly<Record<string, unknown>>): readonly string[] {
  return [...new Set(referencesIn(describeAnalysis(analysis).parameters, parameters, false))]
}

function referencesIn(schema: FileSchema | boolean | undefined, value: unknown, isFile: boolean): string[] {
  if (typeof schema !== 'object') return []
  const names = isFile || schema.file !== undefined
  const alternatives = (schema.anyOf ?? []).flatMap((each) => referencesIn(each, value, names))
  if (typeof value === 'string') return names && value !== '' ? [value] : alternatives
  if (typeof value !== 'object' || value === null) return []
  const inner = Array.isArray(value)
    ? value.flatMap((item) => referencesIn(schema.items, item, names))
    : Object.entries(value).flatMap(([name, item]) =>
        referencesIn(schema.properties?.[name] ?? schema.additionalProperties, item, names),
      )
  return [...inner, ...alternatives]
}
