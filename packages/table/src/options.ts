/** What a caller may fix about the reading; everything left out is found from the file. */
export interface ReadOptions {
  /** WHATWG label: utf-8, shift_jis, utf-16le, windows-1252, … */
  readonly encoding?: string
  readonly delimiter?: ',' | ';' | '\t' | '|'
  readonly decimalMark?: '.' | ','
  /** Name of the sheet to read. */
  readonly sheet?: string
  /** 1-based line or sheet row of the header; 0: the file has none. */
  readonly headerRow?: number
  /** Texts that count as missing beside the built-in ones. */
  readonly missingMarkers?: readonly string[]
  /** Refuse larger files; bytes. */
  readonly maxBytes?: number
}
