import { CodedError } from '@zerosec/errors'
import type { ReferencedFile } from '@zerosec/report'
import { sha256 } from '@zerosec/table'
import type { NamedFile } from './analysis.ts'

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
