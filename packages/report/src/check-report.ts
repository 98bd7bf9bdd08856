import type { Block, CalculatorBlock, CalculatorPiece, Report, TableBlock } from './document.ts'
import { runSheetProblem } from './run-sheet.ts'

const IDENTIFIER = /^[a-z][a-z0-9_]{0,63}$/
const DEEPEST = 40

/**
 * Checks what the types can't: ids are snake_case and unique (sections among sections, blocks among blocks), table rows are
 * as long as their columns, a calculator's parts fit together, a run sheet's settings fit its factors, and all of it survives JSON: no NaN or infinite number
 * (JSON would make it null), no typed array or date.
 *
 * @throws RangeError with the path of the first fault, such as `sections[1].blocks[0].rows[3][2]`
 */
export function checkReport(report: Report): void {
  checkJson(report, [])
  const sectionIds = new Set<string>()
  const blockIds = new Set<string>()
  let runSheets = 0
  for (const [s, section] of report.sections.entries()) {
    checkId(section.id, sectionIds, `sections[${s}].id`)
    for (const [b, block] of section.blocks.entries()) {
      const path = `sections[${s}].blocks[${b}]`
      if (block.kind === 'run_sheet' && ++runSheets > 1) fault(path, 'a report has one run sheet at most')
      if (block.kind !== 'text') checkId(block.id, blockIds, `${path}.id`)
      checkBlock(block, path)
    }
  }
}

function fault(path: string, problem: string): never {
  throw new RangeError(`report.${path}: ${problem}`)
}

function checkId(id: string, taken: Set<string>, path: string): void {
  if (!IDENTIFIER.test(id)) fault(path, `"${id}" is not snake_case of at most 64 letters`)
  if (taken.has(id)) fault(path, `"${id}" is used twice`)
  taken.add(id)
}

function checkBlock(block: Block, path: string): void {
  if (block.kind === 'table') checkTable(block, path)
  if (block.kind === 'calculator') checkCalculator(block, path)
  if (block.kind === 'run_sheet') {
    const problem = runSheetProblem(block)
    if (problem) fault(`${path}.${problem.at}`, problem.text)
  }
}

function checkTable(table: TableBlock, path: string): void {
  if (table.columns.length === 0) fault(`${path}.columns`, 'a table needs a column')
  const names = new Set(table.columns.map((column) => column.name))
  if (names.size < table.columns.length) fault(`${path}.columns`, 'a column name is used twice')
  for (const [r, row] of table.rows.entries()) {
    if (row.length === table.columns.length) continue
    fault(`${path}.rows[${r}]`, `has ${row.length} cells for ${table.columns.length} columns`)
  }
}

function checkCalculator(block: CalculatorBlock, path: string): void {
  const inputs = new Map(block.inputs.map((input) => [input.name, input]))
  if (inputs.size < block.inputs.length) fault(`${path}.inputs`, 'an input name is used twice')
  for (const [i, input] of block.inputs.entries()) {
    if (input.kind === 'number' && input.low > input.high) fault(`${path}.inputs[${i}]`, 'low is above high')
    if (input.kind !== 'category') continue
    if (new Set(input.levels).size < input.levels.length) fault(`${path}.inputs[${i}].levels`, 'a level stands twice')
    if (!input.levels.includes(input.start)) fault(`${path}.inputs[${i}].start`, 'is not one of the levels')
  }
  for (const [t, term] of block.terms.entries()) {
    for (const [i, piece] of term.pieces.entries()) {
      const problem = pieceProblem(piece, inputs.get(piece.input))
      if (problem) fault(`${path}.terms[${t}].pieces[${i}]`, problem)
    }
  }
  const p = block.terms.length
  if (p === 0) fault(`${path}.terms`, 'a calculator needs a term')
  if (block.covariance && block.covariance.length !== p * p) {
    fault(`${path}.covariance`, `has ${block.covariance.length} values for ${p}×${p}`)
  }
  if (block.sigma < 0) fault(`${path}.sigma`, 'is negative')
  if (!(block.confidence > 0 && block.confidence < 1)) fault(`${path}.confidence`, 'must lie between 0 and 1')
}

function pieceProblem(
  piece: CalculatorPiece,
  input: CalculatorBlock['inputs'][number] | undefined,
): string | undefined {
  if (!input) return `there is no input "${piece.input}"`
  if (piece.kind !== 'level') {
    if (input.kind !== 'number') return `the input "${piece.input}" is no number`
    return piece.kind === 'power' && piece.scale === 0 ? 'the scale is zero' : undefined
  }
  if (input.kind !== 'category') return `the input "${piece.input}" has no levels`
  if (piece.codes.length !== input.levels.length) return `${piece.codes.length} codes for ${input.levels.length} levels`
  return undefined
}

type Step = string | number

/** Walks every value; the path is only written out when something is wrong with it. */
function checkJson(value: unknown, path: Step[]): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) fault(written(path), `${value} can't be written as JSON`)
    return
  }
  if (path.length > DEEPEST) fault(written(path), 'is nested too deeply')
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkChild(value[i], i, path)
    return
  }
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) {
    fault(written(path), `a ${typeof value === 'object' ? value.constructor?.name : typeof value} is not plain JSON`)
  }
  for (const [key, child] of Object.entries(value)) {
    if (child !== undefined) checkChild(child, key, path) // JSON leaves an undefined member out, which is what it means
  }
}

function checkChild(value: unknown, step: Step, path: Step[]): void {
  path.push(step)
  checkJson(value, path)
  path.pop()
}

function written(path: readonly Step[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')
}
