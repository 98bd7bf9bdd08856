import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { type BlockPlaces, type PredictionKernels, PredictionMemory } from './prediction-memory.ts'
import type { LevelCode, TreeImage } from './tree-image.ts'

/** Rows of a group; of a block a multiple of 64. */
const GROUP = { masks: 64, descent: 8 }
/** Codes of a block of rows that descend a tree before the next one: what a core's cache holds, or as much as the tree, which is read anew. */
const DESCENT_CODE_BYTES = { least: 2 ** 18, most: 2 ** 22 }
const MASK_ROWS = 1024

let kept: PredictionMemory | undefined

/** `predictRaw` by the kernels: the scores of the plain code bit for bit, since each row's additions have the same order. */
export function predictByKernels(image: TreeImage, ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  const { rows } = matrix
  const { outputs, baseScore } = ensemble
  const memory = kept ?? new PredictionMemory()
  kept = undefined
  const block = blockRows(image, rows)
  const places = memory.place(image, block, outputs)
  const scores = new Float64Array(outputs * rows)
  for (let from = 0; from < rows; from += block) {
    const count = Math.min(block, rows - from)
    codeRows(memory.kernels, image, matrix, from, count, places)
    for (let k = 0; k < outputs; k++) places.scoreView.fill(baseScore[k]!, k * block, k * block + count)
    addTrees(memory.kernels, image, count, 8 * block, places)
    for (let k = 0; k < outputs; k++) {
      scores.set(places.scoreView.subarray(k * block, k * block + count), k * rows + from)
    }
  }
  if (memory.isSmall) kept = memory
  return scores
}

function blockRows({ kind, columns, bytes, trees }: TreeImage, rows: number): number {
  const { least, most: largest } = DESCENT_CODE_BYTES
  const codeBytes = Math.max(least, Math.min(largest, bytes.length / trees))
  const most = kind === 'masks' ? MASK_ROWS : codeBytes / 2 / Math.max(1, columns)
  return 64 * Math.max(1, Math.ceil(Math.min(rows, most) / 64))
}

function codeRows(
  kernels: PredictionKernels,
  image: TreeImage,
  { columns }: FeatureMatrix,
  from: number,
  count: number,
  { codes, values, codeView, valueView }: BlockPlaces,
): void {
  const isMasks = image.kind === 'masks'
  const columnBytes = isMasks ? 64 : 16
  const groupBytes = columnBytes * image.columns
  for (const { feature, column, thresholdsAt, width, known } of image.numbers) {
    valueView.set(columns[feature]!.subarray(from, from + count))
    const place = codes + columnBytes * column
    if (isMasks) kernels.codeBytes(values, count, thresholdsAt, width, known, place, groupBytes)
    else kernels.codeWords(values, count, thresholdsAt, width, known, place, groupBytes)
  }
  for (const level of image.levels) {
    const column = columns[level.feature]!.subarray(from, from + count)
    if (isMasks) codeLevels(level, column, codeView, 64, groupBytes, 128)
    else codeLevels(level, column, new Uint16Array(codeView.buffer, codes, codeView.length / 2), 8, groupBytes / 2, 0)
  }
}

function codeLevels(
  { column: place, codes }: LevelCode,
  column: Float64Array,
  into: Uint8Array | Uint16Array,
  group: number,
  groupLength: number,
  flipped: number,
): void {
  const missing = codes.length - 1
  const groups = Math.ceil(column.length / group)
  for (let i = 0; i < groups * group; i++) {
    const value = column[i] ?? Number.NaN
    const code = codes[value >= 0 && value < missing ? Math.trunc(value) : missing]!
    into[Math.floor(i / group) * groupLength + place * group + (i % group)] = code ^ flipped
  }
}

function addTrees(
  kernels: PredictionKernels,
  image: TreeImage,
  count: number,
  outputBytes: number,
  { codes, scores, scratch }: BlockPlaces,
): void {
  const { kind, columns, treesAt, trees, toValues, toSets, hasSets } = image
  const groups = Math.ceil(count / GROUP[kind])
  if (kind === 'masks') kernels.addByMasks(codes, groups, 64 * columns, treesAt, trees, scores, outputBytes, scratch)
  else {
    const sets = hasSets ? 1 : 0
    kernels.addByDescent(codes, groups, 16 * columns, treesAt, trees, scores, outputBytes, toValues, sets, toSets)
  }
}
