import type { CommerceCatalogue } from '@zerosec/contract'
import { METRICS, metricNamed } from './catalogue.ts'
import { DIMENSIONS } from './dimensions.ts'
import { factNamed } from './facts.ts'
import { dimensionsOf, type Metric, measuresOf } from './metric.ts'

/**
 * The catalogue as it is shown, or one metric of it with the dimensions that it knows.
 * @throws CodedError commerce_metric_unknown
 */
export function catalogueView(name?: string): CommerceCatalogue {
  const metrics = name === undefined ? METRICS : [metricNamed(name)]
  const known = new Set<string>(metrics.flatMap(dimensionsOf))
  return {
    metrics: metrics.map(metricView),
    dimensions: Object.entries(DIMENSIONS)
      .filter(([name]) => known.has(name))
      .map(([name, { label, words, type }]) => ({ name, label, words, type })),
  }
}

function metricView(metric: Metric): CommerceCatalogue['metrics'][number] {
  const { name, label, family, words, formula, unit, isAdditive, riseIs, exclusions, traps } = metric
  const sources = measuresOf(metric.value).flatMap((measure) => measure.sources)
  return {
    name,
    label,
    family,
    words,
    formula,
    unit,
    dimensions: [...dimensionsOf(metric)],
    facts: [...new Set(sources.map(({ fact }) => factNamed(fact).table))],
    is_additive: isAdditive,
    rise_is: riseIs,
    exclusions,
    traps: [...traps],
  }
}
