import type { Generator } from '../../random/generator.ts'
import type { Observation } from '../observation.ts'

/** Weight of the sum beside the largest part, so that weakly dominated trials do not tie. */
const AUGMENTED = 0.05

/**
 * One loss for each complete trial: its own, brought to 0 … 1, or of several objectives an augmented Chebyshev sum with drawn weights.
 * What is far above the middle is drawn in, since how bad a bad trial is says nothing of where the good ones are; an infeasible trial
 * is worse than every feasible one, the more the more it breaks.
 */
export function scalarLosses(complete: readonly Observation[], generator: Generator): Float64Array {
  const single = complete[0]!.losses.length === 1
  const raw = single ? shares(complete, 0) : weighted(complete, generator)
  const feasible = raw.filter((_, i) => complete[i]!.violation === 0)
  const drawnIn = drawInUpper(feasible.length > 0 ? feasible : raw, raw)
  const worst = drawnIn.reduce(
    (a, b, i) => (complete[i]!.violation === 0 ? Math.max(a, b) : a),
    Number.NEGATIVE_INFINITY,
  )
  const base = Number.isFinite(worst) ? worst : 0
  const most = complete.reduce((a, { violation }) => Math.max(a, violation), 0)
  const span = base - drawnIn.reduce((a, b) => Math.min(a, b), base) || 1
  return drawnIn.map((loss, i) => {
    const { violation } = complete[i]!
    return violation === 0 ? loss : base + span * (0.1 + violation / most)
  })
}

function weighted(complete: readonly Observation[], generator: Generator): Float64Array {
  const objectives = complete[0]!.losses.length
  // exponential draws, divided by their sum, are uniform over all weights
  const drawn = Float64Array.from({ length: objectives }, () => -Math.log(1 - generator.uniform()))
  const sum = drawn.reduce((a, b) => a + b, 0) || 1
  const byObjective = Array.from({ length: objectives }, (_, k) => shares(complete, k))
  return Float64Array.from(complete, (_, i) => {
    const parts = byObjective.map((share, k) => (drawn[k]! / sum) * share[i]!)
    return Math.max(...parts) + AUGMENTED * parts.reduce((a, b) => a + b, 0)
  })
}

/** Losses of an objective as shares of the way from the least to the largest; halved first, so that no difference overflows. */
function shares(complete: readonly Observation[], k: number): Float64Array {
  const halves = Float64Array.from(complete, ({ losses }) => losses[k]! / 2)
  const low = halves.reduce((a, b) => Math.min(a, b))
  const span = halves.reduce((a, b) => Math.max(a, b)) - low
  return span > 0 ? halves.map((half) => (half - low) / span) : new Float64Array(halves.length)
}

/** Losses above the median grow by the logarithm of their distance from it, in units of the distance from the least to the median. */
function drawInUpper(feasible: Float64Array, losses: Float64Array): Float64Array {
  const sorted = feasible.slice().sort()
  const median = sorted[sorted.length >> 1]!
  const unit = median - sorted[0]!
  if (!(unit > 0)) return losses.slice()
  return losses.map((loss) => (loss > median ? median + unit * Math.log1p((loss - median) / unit) : loss))
}
