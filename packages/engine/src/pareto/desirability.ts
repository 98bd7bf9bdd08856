/** How a loss becomes a wish between 0 and 1: 1 up to `best`, 0 from `worst` on, and between them a straight line to the power `shape`. */
export interface DesirabilityScale {
  readonly best: number
  readonly worst: number
  /** 1: straight. Above 1: only the best will do. Below 1: everything but the worst will. */
  readonly shape: number
  /** How much the objective counts, above 0. */
  readonly weight: number
}

/**
 * The overall desirability of each row: the weighted geometric mean of its objectives', 0 where one of them is 0.
 *
 * @param losses  n × objectives row-major; less is better
 *
 * Source: Derringer & Suich, J. Qual. Technol. 12 (1980) 214–219; weights: Derringer, Qual. Prog. 27 (1994) 51–58.
 */
export function desirabilities(losses: Float64Array, scales: readonly DesirabilityScale[]): Float64Array {
  const m = scales.length
  const total = scales.reduce((sum, { weight }) => sum + weight, 0)
  return Float64Array.from({ length: losses.length / m }, (_, i) => {
    let logarithm = 0
    for (const [k, scale] of scales.entries()) logarithm += scale.weight * Math.log(wish(losses[i * m + k]!, scale))
    return Math.exp(logarithm / total)
  })
}

function wish(loss: number, { best, worst, shape }: DesirabilityScale): number {
  if (loss <= best) return 1
  return loss >= worst ? 0 : ((worst - loss) / (worst - best)) ** shape
}
