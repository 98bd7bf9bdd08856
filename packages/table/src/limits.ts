/** What is refused before it costs memory. Every limit has its error in the error table. */

/** Largest CSV, TSV or TXT file, bytes. */
export const MAX_TEXT_BYTES = 512 * 1024 * 1024
/** Largest workbook as stored (packed), bytes. */
export const MAX_WORKBOOK_BYTES = 128 * 1024 * 1024
/** Most bytes that the parts of a workbook may unpack to, all together. */
export const MAX_UNPACKED_BYTES = 512 * 1024 * 1024
/** Most cells in the rectangle from A1 to the last cell of a sheet that holds a value. */
export const MAX_SHEET_CELLS = 20_000_000
/** Most cells of a text's table: as numbers they take eight bytes each. */
export const MAX_TEXT_CELLS = 100_000_000
/** Most columns of a table; as many as Excel has. */
export const MAX_COLUMNS = 16_384
