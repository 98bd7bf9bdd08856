import type { Prediction } from '@zerosec/model'
import type { Golden } from '../registry/golden.ts'

/** Bins on each side of the golden answer; the last ones are open. */
const SIDE = 12

/**
 * The bin of a prediction, the same in every process. Of classes: the class, and of two the tenth of the share. Of numbers: steps around
 * production's answer to its golden request that grow from a 64th of its size by a factor of two each.
 */
export function scoreBin(prediction: Prediction, { value: center, interval }: Golden): string {
  if (prediction.value === null) return 'none'
  if (prediction.kind === 'class') {
    const shares = Object.values(prediction.shares ?? {})
    return shares.length === 2 ? `share ${Math.min(9, Math.floor(10 * shares[1]!))}` : prediction.value
  }
  const middle = typeof center === 'number' ? center : 0
  const unit =
    interval && interval[1] > interval[0] ? (interval[1] - interval[0]) / 8 : Math.max(Math.abs(middle), 1e-9) / 64
  const away = (prediction.value - middle) / unit
  const steps = Math.min(SIDE, Math.floor(Math.log2(1 + Math.abs(away)) * 2))
  return `${away < 0 ? '-' : '+'}${steps}`
}
