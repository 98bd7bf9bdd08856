import { CodedError } from '@zerosec/errors'
import { readDateText } from '../cells/date-text.ts'
import { missingMarker } from '../cells/missing-markers.ts'
import { type DecimalMark, isNumberText } from '../cells/number-text.ts'
import { unitText } from '../cells/units.ts'

/** The first rows of a file or sheet, as texts. */
export interface SampleRow {
  /** 1-based line or sheet row. */
  readonly line: number
  readonly fields: readonly string[]
}

/** Where the parts of the table lie among the sampled rows. */
export interface Layout {
  /** Index of the header among the rows; −1: there is none. */
  readonly header: number
  readonly units?: number
  /** Index of the first row of data; rows.length if there is none. */
  readonly data: number
  /** Rows above the header that hold something: titles, dates, group headings. */
  readonly titles: readonly number[]
  readonly width: number
  /** The header's fields, one for each column. */
  readonly names: readonly string[]
}

/** Rows above the header are looked for among so many. */
const TITLE_ROWS = 30
const SAMPLED_BELOW = 50

/**
 * Finds the header, the units row and the first row of data.
 *
 * The header is the first row that is filled like the rows below it. It is none if it reads like those rows: numbers above
 * numbers, or a text that the column below repeats.
 *
 * @param headerRow  1-based line if the caller knows it; 0: no header
 */
export function findLayout(rows: readonly SampleRow[], mark: DecimalMark, headerRow?: number): Layout {
  const filled = rows.map(({ fields }) => fields.filter((field) => field.trim() !== '').length)
  let header = headerRow === undefined ? firstFullRow(filled) : rows.findIndex(({ line }) => line === headerRow)
  if (headerRow === 0) header = firstFullRow(filled)
  else if (headerRow !== undefined && (header < 0 || filled[header] === 0)) {
    throw new CodedError('option_invalid', { option: 'headerRow', problem: `row ${headerRow} holds nothing` })
  }
  const titles = rows.flatMap((_, index) => (index < header && filled[index]! > 0 ? [index] : []))
  const below = rows.filter((_, index) => index > header && filled[index]! > 0).slice(0, SAMPLED_BELOW)
  const first = rows[header]!.fields

  if (headerRow === 0 || (headerRow === undefined && !isHeader(first, below, mark))) {
    const width = commonWidth([rows[header]!, ...below])
    return { header: -1, data: header, titles, width, names: Array.from({ length: width }, () => '') }
  }
  const names = fitNames(first, below)
  const second = rows.findIndex((_, index) => index > header && filled[index]! > 0)
  const hasUnits = second > 0 && isUnitsRow(rows[second]!.fields, below.slice(1), mark)
  return {
    header,
    ...(hasUnits ? { units: second } : {}),
    data: second < 0 ? rows.length : hasUnits ? second + 1 : second,
    titles,
    width: names.length,
    names,
  }
}

/** The first row that is filled more than half as much as is usual. */
function firstFullRow(filled: readonly number[]): number {
  const usual = mostFrequent(filled.filter((count) => count > 0))
  const first = filled.findIndex((count) => count > usual / 2)
  return first < TITLE_ROWS ? first : filled.findIndex((count) => count > 0)
}

/** The most frequent of the counts, the largest of those. */
function mostFrequent(counts: readonly number[]): number {
  const frequency = new Map<number, number>()
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1)
  let best = 0
  for (const [count, times] of frequency) {
    const bestTimes = frequency.get(best) ?? 0
    if (times > bestTimes || (times === bestTimes && count > best)) best = count
  }
  return best
}

function commonWidth(rows: readonly SampleRow[]): number {
  return mostFrequent(rows.map(({ fields }) => fields.length))
}

/** The header's fields, made as many as the rows below have. */
function fitNames(header: readonly string[], below: readonly SampleRow[]): string[] {
  const common = below.length === 0 ? header.length : commonWidth(below)
  const isEmptyBelow = (column: number) => below.every(({ fields }) => (fields[column] ?? '').trim() === '')
  let names = [...header]
  while (names.length > common && names.at(-1)!.trim() === '') names.pop()
  if (common > names.length) {
    const extra = Array.from({ length: common - names.length }, (_, index) => names.length + index)
    // one name less than fields: R writes row names without a header above them
    if (extra.length === 1 && !isEmptyBelow(extra[0]!)) names = ['', ...names]
    else if (!extra.every(isEmptyBelow)) names.push(...extra.map(() => ''))
  }
  return names
}

type Reading = 'blank' | 'number' | 'text'

function reading(text: string, mark: DecimalMark): Reading {
  if (missingMarker(text, new Set()) !== undefined) return 'blank'
  return isNumberText(text, mark) || readDateText(text) !== undefined ? 'number' : 'text'
}

function isHeader(first: readonly string[], below: readonly SampleRow[], mark: DecimalMark): boolean {
  let textAboveNumbers = 0
  let likeBelow = 0
  let numbersFarOff = 0
  for (const [column, name] of first.entries()) {
    const cells = below.map(({ fields }) => (fields[column] ?? '').trim())
    const readings = cells.map((cell) => reading(cell, mark)).filter((kind) => kind !== 'blank')
    const numbers = readings.filter((kind) => kind === 'number').length
    const named = reading(name, mark)
    if (named === 'text') {
      if (numbers > 0.8 * readings.length && readings.length > 0) textAboveNumbers++
      else if (cells.includes(name.trim())) likeBelow++
    } else if (named === 'number' && numbers > 0.8 * readings.length) {
      if (isFarOff(name, cells, mark)) numbersFarOff++
      else likeBelow++
    }
  }
  if (textAboveNumbers > 0) return true
  if (below.length === 0) return first.some((name) => reading(name, mark) === 'text')
  return likeBelow === 0 || numbersFarOff > 4 * likeBelow
}

/** Whether a number lies well outside the column below it, as a wavelength or a year above measurements does. */
function isFarOff(name: string, cells: readonly string[], mark: DecimalMark): boolean {
  const number = (text: string) => Number(mark === ',' ? text.replace(',', '.') : text)
  const values = cells
    .filter((cell) => cell !== '')
    .map(number)
    .filter((value) => !Number.isNaN(value))
  if (values.length < 3) return false
  const low = Math.min(...values)
  const high = Math.max(...values)
  const value = number(name.trim())
  return value < low - (high - low) || value > high + (high - low)
}

/** A row of units: only units, brackets and dashes, most of them above numbers. */
function isUnitsRow(fields: readonly string[], below: readonly SampleRow[], mark: DecimalMark): boolean {
  const texts = fields.map((field) => field.trim())
  const filled = texts.filter((text) => text !== '')
  if (filled.length === 0) return false
  if (filled.some((text) => reading(text, mark) === 'number')) return false
  const units = filled.filter((text) => unitText(text) !== undefined).length
  const dashes = filled.filter((text) => /^[[(（]?[-－–—ー][\])）]?$/.test(text)).length
  if (below.length === 0) return units === filled.length
  if (units === 0 || units + dashes < 0.6 * filled.length) return false
  const columns = texts.flatMap((text, column) => (unitText(text) === undefined ? [] : [column]))
  const aboveNumbers = columns.filter((column) =>
    below.some(({ fields: cells }) => reading(cells[column] ?? '', mark) === 'number'),
  )
  return aboveNumbers.length > columns.length / 2
}
