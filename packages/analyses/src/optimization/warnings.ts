import type { Warning } from '@zerosec/report'
import { counted, percentText } from './model-words.ts'
import type { DesignQuality, PlannedDesign } from './planned-design.ts'

/** A loss below this needs no word. */
const ROUNDING_LOSS = 1e-3
const FEW_ERROR_DEGREES = 3
/** Hits of the best design below which another search may find a better one. */
const FEW_HITS = 2

/** Everything doubtful about the design, in the order of weight, then what the reading found. */
export function designWarnings(design: PlannedDesign, quality: DesignQuality): Warning[] {
  const found = [
    ...estimabilityWarnings(design, quality),
    ...errorWarnings(quality),
    ...searchWarnings(design),
    ...roundingWarnings(design, quality),
    ...powerWarnings(design, quality),
  ]
  const weight = { serious: 0, caution: 1, note: 2 }
  return [...found.sort((a, b) => weight[a.level] - weight[b.level]), ...design.request.warnings]
}

function estimabilityWarnings({ problem }: PlannedDesign, { evaluation }: DesignQuality): Warning[] {
  const { rank, coefficients, dependencies } = evaluation
  if (rank === coefficients) return []
  const lost = dependencies.slice(0, 20).map(({ column }) => problem.model.columns[column]!.name)
  return [
    {
      code: 'design_singular',
      level: 'serious',
      message:
        `The runs tell only ${rank} of the ${coefficients} coefficients apart, as was asked for. Not by themselves: ` +
        `${lost.join(', ')}${dependencies.length > lost.length ? ', …' : ''}.`,
      count: coefficients - rank,
    },
  ]
}

function errorWarnings({ evaluation }: DesignQuality): Warning[] {
  const { rank, coefficients, runs } = evaluation
  const { error } = evaluation.degreesOfFreedom
  if (rank < coefficients || error >= FEW_ERROR_DEGREES) return []
  return [
    {
      code: 'error_degrees_few',
      level: 'caution',
      message:
        `${counted(runs, 'run')} for ${counted(coefficients, 'coefficient')} leave ${error === 0 ? 'no' : error} degree${error === 1 ? '' : 's'} of freedom to ` +
        `judge the error by${error === 0 ? ', so nothing can be tested' : ': tests will be weak'}. Add ` +
        `${counted(FEW_ERROR_DEGREES - error, 'run')} or more, centre points or replicates, or take a smaller model.`,
      count: error,
    },
  ]
}

function searchWarnings({ search, wasStopped, request }: PlannedDesign): Warning[] {
  const warnings: Warning[] = []
  if (search.design.origin.kind !== 'search') return warnings
  if (wasStopped) {
    warnings.push({
      code: 'time_limit_reached',
      level: 'caution',
      message:
        `The time limit of ${request.timeLimitSeconds} s ended the search after ${search.starts} of ${request.starts} starts. ` +
        'Another run may stop elsewhere and give another design.',
      count: search.starts,
    })
  }
  if (search.unfinished > 0) {
    warnings.push({
      code: 'search_unfinished',
      level: 'note',
      message:
        `${search.unfinished} of ${search.starts} starts were still improving after ${request.sweeps} sweeps. ` +
        'Raise iterations to let them finish.',
      count: search.unfinished,
    })
  }
  if (search.hits < FEW_HITS && search.starts > 1) {
    warnings.push({
      code: 'best_found_once',
      level: 'note',
      message:
        `Only one of ${search.starts} starts found this design, so a better one may exist. More starts may find it; the bound says ` +
        'how much there is to gain at most.',
    })
  }
  return warnings
}

/** The runs are evaluated as printed; this says what printing cost. */
function roundingWarnings(design: PlannedDesign, { evaluation }: DesignQuality): Warning[] {
  const { unroundedEfficiency, unrounded, order, problem } = design
  const warnings: Warning[] = []
  if (unrounded.length > 0) {
    const before = (problem.existing?.length ?? 0) / problem.factors.length
    const numbers = unrounded.map((run) => before + order.indexOf(run) + 1).sort((a, b) => a - b)
    warnings.push({
      code: 'settings_unrounded',
      level: 'note',
      message:
        `${counted(unrounded.length, 'run')} can't be rounded to the digits of the factors without breaking a constraint and ` +
        `${unrounded.length === 1 ? 'keeps' : 'keep'} more decimals: No. ${numbers.slice(0, 20).join(', ')}${numbers.length > 20 ? ', …' : ''}.`,
      count: unrounded.length,
    })
  }
  const loss = unroundedEfficiency > 0 ? 1 - evaluation.dEfficiency / unroundedEfficiency : 0
  if (loss >= ROUNDING_LOSS) {
    warnings.push({
      code: 'rounding_lost_efficiency',
      level: loss > 0.02 ? 'caution' : 'note',
      message:
        `Rounding the settings to the decimals printed took ${percentText(loss)} of the D-efficiency ` +
        `(${percentText(unroundedEfficiency)} before). Give the factors more digits if they can be set more finely.`,
    })
  }
  return warnings
}

function powerWarnings({ request }: PlannedDesign, { power }: DesignQuality): Warning[] {
  const weak = power.terms.filter((term) => term.power !== null && term.power < 0.5)
  if (weak.length === 0) return []
  return [
    {
      code: 'power_low',
      level: 'note',
      message:
        `An effect of ${request.effect} with a standard deviation of ${request.sigma} would be found with a chance below 50 % ` +
        `for ${counted(weak.length, 'term')}. More runs or a smaller standard deviation help; set sigma and effect to yours.`,
      columns: weak.slice(0, 20).map(({ label }) => label),
      count: weak.length,
    },
  ]
}
