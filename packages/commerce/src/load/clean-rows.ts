import { closeSync, openSync, writeSync } from 'node:fs'
import type { ScannedRecord } from './scan-records.ts'

const COMMA = 0x2c
const QUOTE = 0x22
const LF = 0x0a
const PIECE = 1 << 20

/**
 * Writes the rows of a source's files into one CSV file that can be read in one way only: file_id, line, then the columns that are
 * wanted, in UTF-8 with commas.
 */
export class CleanRows {
  readonly #file: number
  #piece = Buffer.allocUnsafe(PIECE * 2)
  #used = 0

  constructor(path: string) {
    this.#file = openSync(path, 'wx', 0o600)
  }

  /** @param columns  where in the record each column is; -1 for one that the file lacks */
  add(fileId: number, bytes: Uint8Array, record: ScannedRecord, columns: readonly number[]): void {
    this.#reserve((record.end - record.start) * 2 + 64 + columns.length)
    this.#used += this.#piece.write(`${fileId},${record.line}`, this.#used, 'latin1')
    for (const column of columns) {
      this.#piece[this.#used++] = COMMA
      if (column >= 0) this.#addField(bytes, record, column)
    }
    this.#piece[this.#used++] = LF
  }

  #addField(bytes: Uint8Array, record: ScannedRecord, column: number): void {
    const start = record.starts[column]!
    const end = record.ends[column]!
    if (bytes[start] !== QUOTE && (record.loose[column] || bytes.subarray(start, end).includes(COMMA))) {
      this.#piece[this.#used++] = QUOTE
      for (let at = start; at < end; at++) {
        if (bytes[at] === QUOTE) this.#piece[this.#used++] = QUOTE
        this.#piece[this.#used++] = bytes[at]!
      }
      this.#piece[this.#used++] = QUOTE
      return
    }
    this.#piece.set(bytes.subarray(start, end), this.#used)
    this.#used += end - start
  }

  #reserve(bytes: number): void {
    if (this.#used > PIECE || this.#used + bytes > this.#piece.length) this.#flush()
    if (bytes > this.#piece.length) this.#piece = Buffer.allocUnsafe(bytes * 2)
  }

  #flush(): void {
    writeSync(this.#file, this.#piece, 0, this.#used)
    this.#used = 0
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }
}
