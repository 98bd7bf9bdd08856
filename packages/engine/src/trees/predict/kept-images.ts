import type { TreeEnsemble } from '../tree-ensemble.ts'
import { askedThresholds } from './asked-thresholds.ts'
import { descentImage } from './descent-image.ts'
import { maskImage } from './mask-image.ts'
import type { TreeImage } from './tree-image.ts'

/** Fewer rows are cheaper node by node than the start of the kernels. */
const LEAST_ROWS = 32
const KEPT_BYTES = 2 ** 26

interface Usage {
  /** Rows times trees that were asked for so far. */
  descents: number
  image: TreeImage | null | undefined
}

const usages = new WeakMap<TreeEnsemble, Usage>()

/** The ensemble's image where it is there, or is now worth to be made: when as many rows have been taken through trees as there are nodes. */
export function imageFor(ensemble: TreeEnsemble, rows: number): TreeImage | undefined {
  if (rows < LEAST_ROWS) return undefined
  let usage = usages.get(ensemble)
  if (!usage) usages.set(ensemble, (usage = { descents: 0, image: undefined }))
  if (usage.image !== undefined) return usage.image ?? undefined
  const { treeStart, treeOutput } = ensemble
  usage.descents += rows * treeOutput.length
  if (usage.descents < treeStart.at(-1)! - treeStart[0]!) return undefined
  const image = treeImage(ensemble)
  if (!image || image.bytes.length <= KEPT_BYTES) usage.image = image ?? null
  return image
}

/** Undefined where no image can hold the trees. */
export function treeImage(ensemble: TreeEnsemble): TreeImage | undefined {
  const thresholds = askedThresholds(ensemble)
  return thresholds && (maskImage(ensemble, thresholds) ?? descentImage(ensemble, thresholds))
}
