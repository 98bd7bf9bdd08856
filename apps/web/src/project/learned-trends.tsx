import type { LearnedResponse } from '@zerosec/contract'
import { formatPercent, formatShort } from '../numbers/format.ts'
import { Trend } from './trend.tsx'
import type { TrendPoint } from './trend-points.ts'

/** What the rounds taught, side by side: best values, widths of intervals, hypervolume. */
export function LearnedTrends({ learned }: { learned: LearnedResponse }) {
  const { rounds, box } = learned
  const columns = rounds[0]?.objectives.map(({ column }) => column) ?? []
  const targets = [...new Set(rounds.flatMap(({ models }) => models.map(({ target }) => target)))]
  const best = columns.map((column, k) => ({
    column,
    points: rounds.map(({ round, objectives }): TrendPoint => {
      const objective = objectives[k]
      return { round, value: objective?.best ?? null, soFar: objective?.best_so_far ?? null }
    }),
  }))
  const modelled = targets.map((target) => {
    const models = rounds.map(({ round, models }) => ({ round, model: models.find((one) => one.target === target) }))
    const widths = models.map(({ round, model }): TrendPoint => ({ round, value: model?.interval_width ?? null }))
    const errors = models.map(({ round, model }): TrendPoint => ({ round, value: model?.cv_rmse ?? null }))
    const hasWidth = widths.some(({ value }) => value !== null)
    const levels = [...new Set(models.flatMap(({ model }) => model?.interval_level ?? []))]
    const about = hasWidth
      ? `width of the interval, ${levels.map(formatPercent).join(' and ')}`
      : 'cross-validated error'
    return { target, about, points: hasWidth ? widths : errors }
  })
  const volumes = rounds.map(
    ({ round, hypervolume, hypervolume_so_far: soFar }): TrendPoint => ({ round, value: hypervolume, soFar }),
  )
  if (best.length + modelled.length === 0) return null
  return (
    <div className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-surface sm:grid-cols-[repeat(auto-fill,minmax(13rem,1fr))]">
      {best.map(({ column, points }) => (
        <Trend key={column} title={column} about="best so far" points={points} />
      ))}
      {modelled.map(({ target, about, points }) => (
        <Trend key={target} title={`Model of ${target}`} about={about} points={points} />
      ))}
      {box.length > 0 && (
        <Trend
          isShare
          title="Hypervolume"
          about={`share of the box ${box.map(({ worst, best: good }) => `${formatShort(worst)} to ${formatShort(good)}`).join(' × ')}`}
          points={volumes}
        />
      )}
    </div>
  )
}
