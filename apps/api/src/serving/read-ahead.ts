import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CodedError, hiddenFault } from '@zerosec/errors'

/** What is read of the file at once. */
const PIECE = 65_536
/** What waits in the files of this process together: beyond it nothing is read ahead, and a client that reads no answer waits. */
const MOST_WAITING = 256 * 2 ** 20

/**
 * What a client sends, as its reader takes it. Most clients send all of a request before they read anything of the answer: where an
 * answer is longer than what lies between the two, one that is made as the request comes would wait for the client, and the client for
 * it. From `begin` on the rest of the request is read as it comes, and waits in a file unless its reader waits for it.
 */
export class ReadAhead {
  static #waiting = 0
  readonly #source: AsyncIterator<Uint8Array>
  readonly #limit: number
  readonly #mostWaiting: number
  #bytes = 0
  #folder: string | undefined
  #file: FileHandle | undefined
  #written = 0
  #taken = 0
  #reading: Promise<void> | undefined
  #isOver = false
  #isClosed = false
  #fault: Error | undefined
  /** What came while its reader waited for it. */
  #handed: Uint8Array | undefined
  #isAsked = false
  #wake = (): void => {}
  #goOn = (): void => {}

  /** @param limit  bytes that may be sent */
  constructor(source: AsyncIterable<Uint8Array>, limit: number, mostWaiting = MOST_WAITING) {
    this.#source = source[Symbol.asyncIterator]()
    this.#limit = limit
    this.#mostWaiting = mostWaiting
  }

  /**
   * All that is sent, once. Who stops in the middle does not end what sends: it has an answer to be read.
   *
   * @throws CodedError upload_too_large; internal where the file can't be written; and what the source throws
   */
  async *bytes(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#handed) {
        const piece = this.#handed
        this.#handed = undefined
        yield piece
      } else if (this.#taken < this.#written) yield await this.#fromFile()
      else if (this.#isOver) break
      else if (this.#reading) await this.#asked()
      else {
        const next = await this.#next()
        if (!next) return
        yield next
      }
    }
    if (this.#fault !== undefined) throw this.#fault
  }

  /** Reads on, whether or not anything is taken. */
  begin(): void {
    this.#reading ??= this.#readOn()
  }

  /** Lets go of the file. What is still sent is read and dropped, up to the limit. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#goOn()
    try {
      if (this.#reading) await this.#reading
      else while (await this.#next());
    } catch {
      // the client has gone, or sends without end: there is nobody to tell
    }
    await this.#file?.close()
    ReadAhead.#waiting -= this.#written
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true })
  }

  async #next(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#source.next()
    if (done) return undefined
    this.#bytes += value.byteLength
    if (this.#bytes > this.#limit) throw new CodedError('upload_too_large', { limit: this.#limit })
    return value
  }

  async #readOn(): Promise<void> {
    try {
      for (let piece = await this.#next(); piece; piece = await this.#next()) {
        while (!this.#isClosed && !this.#isAsked && ReadAhead.#waiting >= this.#mostWaiting)
          await new Promise<void>((resolve) => (this.#goOn = resolve))
        if (this.#isClosed) continue
        if (this.#isAsked) this.#handed = piece
        else await this.#keep(piece)
        this.#isAsked = false
        this.#wake()
      }
    } catch (error) {
      this.#fault = error as Error
    }
    this.#isOver = true
    this.#wake()
  }

  /** Once there is something to take, or nothing more comes. */
  #asked(): Promise<void> {
    this.#isAsked = true
    this.#goOn()
    return new Promise((resolve) => (this.#wake = resolve))
  }

  async #keep(piece: Uint8Array): Promise<void> {
    try {
      this.#folder ??= await mkdtemp(join(tmpdir(), 'zerosec-predict-'))
      this.#file ??= await open(join(this.#folder, 'request'), 'w+')
      await this.#file.appendFile(piece)
      this.#written += piece.byteLength
      ReadAhead.#waiting += piece.byteLength
    } catch (error) {
      throw hiddenFault(error)
    }
  }

  async #fromFile(): Promise<Uint8Array> {
    const piece = new Uint8Array(Math.min(PIECE, this.#written - this.#taken))
    const { bytesRead } = await this.#file!.read(piece, 0, piece.byteLength, this.#taken)
    this.#taken += bytesRead
    return piece.subarray(0, bytesRead)
  }
}
