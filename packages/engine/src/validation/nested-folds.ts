import { CodedError } from '@zerosec/errors'
import { kFold } from '../metrics/folds.ts'
import { stratifiedKFold } from '../metrics/stratified-folds.ts'
import { timeBlocks } from '../metrics/time-folds.ts'
import type { Generator } from '../random/generator.ts'

/** How rows are divided. Of `time`, `given` and neither, the first that is there decides. */
export interface FoldRules {
  /** Folds that measure the whole procedure, and folds inside each of their training rows that tune it; 2 at least. */
  readonly outerFolds: number
  readonly innerFolds: number
  /** How often the outer folds are dealt anew; 1 at least. */
  readonly repeats: number
  /** n: rows with the same number are never on both sides of a division (`duplicateGroups`, `mergeGroups`). */
  readonly groups?: Int32Array
  /** n: each fold gets its share of every stratum (classes, or `quantileStrata`). */
  readonly strata?: Int32Array
  /** n: later rows are predicted from earlier ones only. NaN is missing. */
  readonly time?: Float64Array
  /** n: the outer fold of each row, any numbers. */
  readonly given?: Int32Array
}

export interface InnerFold {
  /** Positions among the rows that are divided, ascending. */
  readonly training: Int32Array
  readonly validation: Int32Array
}

export interface OuterFold {
  readonly repeat: number
  /** Rows, ascending. */
  readonly training: Int32Array
  readonly test: Int32Array
  /** The training rows divided again; positions in `training`. */
  readonly inner: readonly InnerFold[]
}

/** What was done otherwise than the rules asked. */
export type FoldDecision =
  | { readonly kind: 'leave_one_out'; readonly rows: number; readonly wanted: number }
  | {
      readonly kind: 'fewer_folds'
      readonly units: 'groups' | 'times'
      readonly wanted: number
      readonly used: number
    }
  /** Given folds, folds in time and leaving out one are the same each time. */
  | { readonly kind: 'repeats_dropped'; readonly wanted: number }
  /** The first rows in time are only trained on. */
  | { readonly kind: 'rows_never_tested'; readonly rows: number }
  /** Training rows that were passed over in some fold in time, since their group is also tested there. */
  | { readonly kind: 'rows_passed_over'; readonly rows: number }

export interface NestedFolds {
  readonly outer: readonly OuterFold[]
  /** All rows divided: what tunes the model that is delivered. */
  readonly final: readonly InnerFold[]
  /** About the outer folds. */
  readonly decisions: readonly FoldDecision[]
}

/**
 * Plans nested cross-validation: for each outer fold its test rows, and inner folds of its training rows, all by the same rules.
 * Without time each row is tested once a repeat.
 *
 * Fewer rows than folds: each row is a fold. Inside given folds the inner ones are the remaining given folds, where two are left, else
 * they are dealt.
 *
 * @throws RangeError for rules that contradict themselves, or fewer than three rows
 * @throws CodedError groups_too_few, groups_through_time, time_column_constant, time_column_missing, fold_column_constant
 */
export function nestedFolds(rows: number, rules: FoldRules, generator: Generator): NestedFolds {
  checkRules(rows, rules)
  const all = Int32Array.from({ length: rows }, (_, row) => row)
  const first = divide(all, rules, rules.outerFolds, generator.stream(1).stream(0))
  const decisions = [...first.decisions]
  const fixed = rules.time !== undefined || rules.given !== undefined || first.folds.length === rows
  if (fixed && rules.repeats > 1) decisions.push({ kind: 'repeats_dropped', wanted: rules.repeats })
  const outer: OuterFold[] = []
  for (let repeat = 0; repeat < (fixed ? 1 : rules.repeats); repeat++) {
    const stream = generator.stream(1 + repeat)
    const { folds } = repeat === 0 ? first : divide(all, rules, rules.outerFolds, stream.stream(0))
    folds.forEach(({ training, validation: test }, fold) => {
      const { folds: inner } = innerFolds(training, rules, stream.stream(1 + fold))
      outer.push({ repeat, training, test, inner })
    })
  }
  return { outer, final: innerFolds(all, rules, generator.stream(1 + rules.repeats)).folds, decisions }
}

interface Division {
  readonly folds: readonly InnerFold[]
  readonly decisions: readonly FoldDecision[]
}

/** The inner folds of given rows. One group, one time or one given fold may be all that is left: then rows are dealt one by one. */
function innerFolds(rows: Int32Array, rules: FoldRules, generator: Generator): Division {
  const { groups, strata, time, given, ...sizes } = rules
  const left: FoldRules = {
    ...sizes,
    ...(groups && countOf(groups, rows) > 1 ? { groups } : {}),
    ...(strata ? { strata } : {}),
    ...(time && countOf(time, rows) > 1 ? { time } : {}),
    ...(given && countOf(given, rows) > 1 ? { given } : {}),
  }
  return divide(rows, left, rules.innerFolds, generator)
}

/** Folds of some rows, as positions among them. */
function divide(rows: Int32Array, rules: FoldRules, k: number, generator: Generator): Division {
  const groups = rules.groups && picked(rules.groups, rows)
  if (rules.time !== undefined)
    return divideByTime(
      Float64Array.from(rows, (row) => rules.time![row]!),
      k,
      groups,
    )
  if (rules.given !== undefined) return divideAsGiven(picked(rules.given, rows))
  const units = groups ? countOf(groups) : rows.length
  if (units < 2) throw new CodedError('groups_too_few', { rows: rows.length, groups: units })
  const used = Math.min(k, units)
  const strata = rules.strata && picked(rules.strata, rows)
  const foldOf = strata ? stratifiedKFold(strata, used, generator, groups) : kFold(rows.length, used, generator, groups)
  const decisions: FoldDecision[] = []
  if (used < k && units === rows.length) decisions.push({ kind: 'leave_one_out', rows: units, wanted: k })
  else if (used < k) decisions.push({ kind: 'fewer_folds', units: 'groups', wanted: k, used })
  return { folds: foldsOf(foldOf, used), decisions }
}

function divideAsGiven(given: Int32Array): Division {
  const numbers = [...new Set(given)].sort((a, b) => a - b)
  if (numbers.length < 2) throw new CodedError('fold_column_constant', { rows: given.length, folds: numbers.length })
  const position = new Map(numbers.map((number, index) => [number, index]))
  return {
    folds: foldsOf(
      given.map((number) => position.get(number)!),
      numbers.length,
    ),
    decisions: [],
  }
}

function divideByTime(times: Float64Array, k: number, groups?: Int32Array): Division {
  const missing = times.filter(Number.isNaN).length
  if (missing > 0) throw new CodedError('time_column_missing', { count: missing, rows: times.length })
  const { blocks } = timeBlocks(times, k + 1)
  if (blocks.length < 2) throw new CodedError('time_column_constant', { rows: times.length, times: blocks.length })
  const passedOver = new Set<number>()
  const folds: InnerFold[] = []
  for (let fold = 1; fold < blocks.length; fold++) {
    const validation = blocks[fold]!
    const tested = new Set(groups && picked(groups, validation))
    const earlier = Int32Array.from(blocks.slice(0, fold).flatMap((block) => [...block])).sort()
    const training = earlier.filter((row) => groups === undefined || !tested.has(groups[row]!))
    for (const row of earlier) if (groups !== undefined && tested.has(groups[row]!)) passedOver.add(row)
    if (training.length > 0) folds.push({ training, validation })
  }
  if (folds.length === 0) throw new CodedError('groups_through_time', { groups: countOf(groups!) })
  const tested = folds.reduce((sum, { validation }) => sum + validation.length, 0)
  const decisions: FoldDecision[] = [{ kind: 'rows_never_tested', rows: times.length - tested }]
  if (folds.length < k) decisions.push({ kind: 'fewer_folds', units: 'times', wanted: k, used: folds.length })
  if (passedOver.size > 0) decisions.push({ kind: 'rows_passed_over', rows: passedOver.size })
  return { folds, decisions }
}

function foldsOf(foldOf: Int32Array, k: number): InnerFold[] {
  const all = Int32Array.from({ length: foldOf.length }, (_, row) => row)
  return Array.from({ length: k }, (_, fold) => ({
    training: all.filter((row) => foldOf[row] !== fold),
    validation: all.filter((row) => foldOf[row] === fold),
  }))
}

function picked(values: Int32Array, rows: Int32Array): Int32Array {
  return rows.map((row) => values[row]!)
}

function countOf(values: ArrayLike<number>, rows?: Int32Array): number {
  return new Set(rows ? Array.from(rows, (row) => values[row]!) : Array.from(values)).size
}

function checkRules(rows: number, { outerFolds, innerFolds, repeats, ...columns }: FoldRules): void {
  if (!Number.isInteger(rows) || rows < 3) throw new RangeError(`nested folds need three rows, got ${rows}`)
  const counts: [string, number, number][] = [
    ['outer folds', outerFolds, 2],
    ['inner folds', innerFolds, 2],
    ['repeats', repeats, 1],
  ]
  for (const [name, value, least] of counts) {
    if (!Number.isInteger(value) || value < least) throw new RangeError(`${name}: from ${least}, got ${value}`)
  }
  for (const [name, column] of Object.entries(columns)) {
    if (column.length !== rows) throw new RangeError(`${name}: expected ${rows} values, got ${column.length}`)
  }
}
