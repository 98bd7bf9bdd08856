import { counted, Places } from './columns/places.ts'
import type { Finding } from './findings.ts'
import type { Column } from './table.ts'

/**
 * Rows that repeat an earlier row in every column: they count twice in a fit, and the same row in training and test flatters it.
 *
 * Cost: two passes over the values and a table of four bytes a row.
 */
export function findDuplicateRows(columns: readonly Column[], rowNumbers: Uint32Array): Finding | undefined {
  const rowCount = rowNumbers.length
  const keys = columns.map(columnKeys)
  const hashes = rowHashes(keys, rowCount)
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, rowCount * 2)))
  const slots = new Int32Array(size).fill(-1)
  const places = new Places()
  for (let row = 0; row < rowCount; row++) {
    let slot = hashes[row]! & (size - 1)
    for (; slots[slot]! >= 0; slot = (slot + 1) & (size - 1)) {
      const earlier = slots[slot]!
      if (hashes[earlier] === hashes[row] && keys.every((key) => Object.is(key[earlier], key[row]))) {
        places.add({ row: rowNumbers[row]!, before: `same as row ${rowNumbers[earlier]}` })
        break
      }
    }
    if (slots[slot]! < 0) slots[slot] = row
  }
  if (places.count === 0) return undefined
  return places.finding(
    'doubt',
    'rows_duplicate',
    `${counted(places.count, 'row')} repeat an earlier row in every column.`,
  )
}

/** Something that is equal exactly where the column's values are. */
function columnKeys(column: Column): Float64Array | Int32Array | Int8Array {
  if (column.kind === 'category') return column.codes
  if (column.kind !== 'text') return column.values
  const codes = new Map<string | null, number>()
  return Int32Array.from(column.values, (text) => {
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    return code
  })
}

function rowHashes(keys: readonly (Float64Array | Int32Array | Int8Array)[], rowCount: number): Int32Array {
  const hashes = new Int32Array(rowCount)
  for (const key of keys) {
    if (key instanceof Float64Array) mixNumbers(hashes, new Int32Array(key.buffer, key.byteOffset, rowCount * 2))
    else mixCodes(hashes, Int32Array.from(key))
  }
  return hashes
}

/** @param words  each double as two words */
function mixNumbers(hashes: Int32Array, words: Int32Array): void {
  for (let row = 0; row < hashes.length; row++) {
    const word = words[row * 2]! ^ Math.imul(words[row * 2 + 1]!, 0x9e3779b1)
    const mixed = Math.imul(hashes[row]! ^ word, 0x85ebca6b)
    hashes[row] = mixed ^ (mixed >>> 13)
  }
}

function mixCodes(hashes: Int32Array, codes: Int32Array): void {
  for (let row = 0; row < hashes.length; row++) {
    const mixed = Math.imul(hashes[row]! ^ codes[row]!, 0x85ebca6b)
    hashes[row] = mixed ^ (mixed >>> 13)
  }
}
