import type { Objective } from '@zerosec/contract'
import { nonDominatedRanks } from '@zerosec/engine'
import type { Table } from '@zerosec/table'
import { betterOf, lossOf, worseOf } from './goals.ts'

/** What a table says of the objectives of a project. Small, whatever the table's size, but for its front. */
export interface TableFacts {
  /** Of a workbook, the one that was read. */
  readonly sheet?: string
  readonly rows: number
  /** Rows with a value of at least one objective. */
  readonly runs: number
  /** One an objective, in their order. */
  readonly objectives: readonly ObjectiveFacts[]
  /** Values of the rows that have every objective and that no other such row beats, each once. Empty for a single objective. */
  readonly front: readonly (readonly number[])[]
  /** The front has more rows than are kept. */
  readonly isFrontCut: boolean
}

interface ObjectiveFacts {
  readonly runs: number
  readonly best: number | null
  /** Of the rows that have every objective. */
  readonly worst: number | null
}

const MOST_FRONT_ROWS = 2000

/** Cost: a non-dominated sort of the rows that have every objective. */
export function tableFacts(table: Table, objectives: readonly Objective[]): TableFacts {
  const columns = objectives.map(({ column }) => numbersOf(table, column))
  const rows = Array.from({ length: table.rowCount }, (_, row) => columns.map((values) => values?.[row] ?? Number.NaN))
  const complete = objectives.length > 1 ? rows.filter((values) => values.every(Number.isFinite)) : []
  const front = frontOf(complete, objectives)
  return {
    ...(table.source.sheet === undefined ? {} : { sheet: table.source.sheet }),
    rows: table.rowCount,
    runs: rows.filter((values) => values.some(Number.isFinite)).length,
    objectives: objectives.map((objective, k) => {
      const values = rows.map((row) => row[k]!).filter(Number.isFinite)
      return {
        runs: values.length,
        best: values.reduce<number | null>((best, value) => betterOf(objective, best, value), null),
        worst: complete.reduce<number | null>((worst, row) => worseOf(objective, worst, row[k]!), null),
      }
    }),
    front: front.slice(0, MOST_FRONT_ROWS),
    isFrontCut: front.length > MOST_FRONT_ROWS,
  }
}

/** Values that no other beats in every objective, each once, in their order. */
export function frontOf(rows: readonly (readonly number[])[], objectives: readonly Objective[]): (readonly number[])[] {
  if (rows.length === 0 || objectives.length < 2) return []
  const losses = Float64Array.from(rows.flatMap((row) => row.map((value, k) => lossOf(objectives[k]!, value))))
  const ranks = nonDominatedRanks(losses, objectives.length)
  const best = ranks.reduce((lowest, rank) => Math.min(lowest, rank), Infinity)
  const front = rows.filter((_, i) => ranks[i] === best)
  return [...new Map(front.map((row) => [row.join(' '), row])).values()]
}

function numbersOf(table: Table, name: string): Float64Array | undefined {
  const column = table.columns.find((each) => each.name === name)
  return column?.kind === 'number' ? column.values : undefined
}
