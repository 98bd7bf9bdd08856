import { createHash } from 'node:crypto'
import { type ArchivePart, MANIFEST, MANIFEST_HASH } from './archive-format.ts'
import { BLOCK, headerBlocks, padding } from './tar.ts'

/** Takes all of the bytes, or throws. */
export type Sink = (chunk: Buffer) => Promise<void>

/** Small parts go together: each call of the sink is a round trip to the system. */
const TOGETHER_BYTES = 512 * 1024

/** Writes an archive into a sink, part after part, in little memory. What it has written is listed in the last parts, with hashes. */
export class ArchiveWriter {
  readonly #sink: Sink
  readonly #seconds: number
  readonly #parts: ArchivePart[] = []
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #bytes = 0

  constructor(sink: Sink, madeAt: Date) {
    this.#sink = sink
    this.#seconds = Math.floor(madeAt.getTime() / 1000)
  }

  get bytes(): number {
    return this.#bytes
  }

  get parts(): readonly ArchivePart[] {
    return this.#parts
  }

  /** @throws RangeError where `content` has not as many bytes as was said: the archive is then of no use */
  async add(
    name: string,
    bytes: number,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<ArchivePart> {
    await this.#write(headerBlocks(name, bytes, this.#seconds))
    const hash = createHash('sha256')
    let written = 0
    for await (const chunk of content) {
      hash.update(chunk)
      written += chunk.byteLength
      await this.#write(chunk)
    }
    if (written !== bytes) throw new RangeError(`${name} has ${written} bytes and not ${bytes}`)
    await this.#write(Buffer.alloc(padding(bytes)))
    const part = { name, bytes, sha256: hash.digest('hex') }
    this.#parts.push(part)
    return part
  }

  /** Writes the manifest, whose first line is `header`, its own hash, and the end. */
  async finish(header: object): Promise<void> {
    const lines = [header, ...this.#parts].map((line) => Buffer.from(`${JSON.stringify(line)}\n`))
    const bytes = lines.reduce((sum, line) => sum + line.byteLength, 0)
    const { sha256 } = await this.add(MANIFEST, bytes, lines)
    await this.add(MANIFEST_HASH, sha256.length, [Buffer.from(sha256)])
    await this.#write(Buffer.alloc(2 * BLOCK))
    await this.#flush()
  }

  async #write(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.byteLength
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.byteLength
    if (this.#waitingBytes >= TOGETHER_BYTES) await this.#flush()
  }

  async #flush(): Promise<void> {
    const together = Buffer.concat(this.#waiting, this.#waitingBytes)
    this.#waiting = []
    this.#waitingBytes = 0
    if (together.byteLength > 0) await this.#sink(together)
  }
}
