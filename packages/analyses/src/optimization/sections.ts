import type { Block, MetricsBlock, RunSheetBlock, Section, TableBlock } from '@zerosec/report'
import { shortNumber } from '../plot-parts.ts'
import { gapWords } from './headline.ts'
import { counted, percentText } from './model-words.ts'
import { type DesignQuality, gapOf, type PlannedDesign } from './planned-design.ts'
import {
  correlationMapFigure,
  fractionOfDesignSpaceFigure,
  growthFigure,
  powerFigure,
  varianceProfileFigure,
} from './quality-figures.ts'
import { candidatePlaneFigure, factorPairsFigure } from './setting-figures.ts'
import { givenSettings } from './settings.ts'
import { leveragesInOrder } from './values.ts'

export function reportSections(design: PlannedDesign, quality: DesignQuality, sheet: RunSheetBlock): Section[] {
  return [
    runsSection(design, quality, sheet),
    qualitySection(design, quality, sheet),
    ...powerSections(design, quality),
    ...predictionSections(quality),
    ...aliasSections(design, quality),
    ...growthSections(design, quality),
    searchSection(design),
  ]
}

function runsSection(design: PlannedDesign, { plane }: DesignQuality, sheet: RunSheetBlock): Section {
  return {
    id: 'runs',
    title: 'The runs',
    text:
      'Make them in this order: it was drawn at random, so that what drifts over time is not mistaken for an effect. ' +
      'run_sheet.xlsx holds them with cells for the results; give it back to zerosec as it is.',
    blocks: [
      sheet,
      ...factorPairsFigure(sheet, candidateSettings(design)),
      ...(plane ? [candidatePlaneFigure(plane.points, plane.shares)] : []),
    ],
  }
}

function candidateSettings({ request: { mode, problem } }: PlannedDesign): (number | string)[][] {
  const { candidates, factors } = problem
  if (mode !== 'select' || !candidates) return []
  const count = candidates.runs.length / factors.length
  const step = Math.max(1, Math.ceil(count / MOST_CANDIDATES))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) =>
    givenSettings(factors, candidates.runs, i * step * factors.length),
  )
}

/** More of them hide each other. */
const MOST_CANDIDATES = 2_000

function qualitySection(design: PlannedDesign, quality: DesignQuality, sheet: RunSheetBlock): Section {
  return {
    id: 'quality',
    title: 'How good the design is',
    text:
      'An efficiency of 100 % would be a design whose effects are all estimated independently and as precisely as can be; few ' +
      'models have one. The bound says what is possible here.',
    blocks: [metrics(design, quality), leverageTable(design, quality, sheet)],
  }
}

function metrics(design: PlannedDesign, quality: DesignQuality): MetricsBlock {
  const { evaluation, dBound } = quality
  const { degreesOfFreedom: df } = evaluation
  const gap = gapOf(quality)
  const shown = (value: number) => percentText(value)
  return {
    kind: 'metrics',
    id: 'efficiencies',
    items: [
      { label: 'D-efficiency', value: shown(evaluation.dEfficiency), note: 'precision of all coefficients together' },
      ...(dBound === null
        ? []
        : [{ label: 'Bound on it', value: shown(dBound), note: 'no design of this size has more' }]),
      ...(gap === null ? [] : [{ label: 'Gap at most', value: shown(gap), note: gapWords(design, quality) }]),
      {
        label: 'A-efficiency',
        value: shown(evaluation.aEfficiency),
        note: 'precision of each coefficient, on average',
      },
      {
        label: 'G-efficiency',
        value: shown(evaluation.gEfficiency),
        note: 'precision of the least certain prediction',
      },
      { label: 'Average prediction variance', value: evaluation.averageVariance, unit: 'σ²', note: 'over the region' },
      { label: 'Largest prediction variance', value: evaluation.largestVariance?.value ?? null, unit: 'σ²' },
      { label: 'Runs', value: evaluation.runs },
      { label: 'Coefficients', value: evaluation.coefficients },
      {
        label: 'Degrees of freedom for the error',
        value: df.error,
        note: `${df.lackOfFit} for lack of fit, ${df.pureError} from repeats`,
      },
    ],
  }
}

function leverageTable(design: PlannedDesign, quality: DesignQuality, sheet: RunSheetBlock): TableBlock {
  const leverages = leveragesInOrder(design, quality)
  const average = leverages.reduce((sum, value) => sum + value, 0) / leverages.length
  return {
    kind: 'table',
    id: 'leverage',
    title: 'How much hangs on each run',
    columns: [
      { name: 'no', label: 'No.', format: 'integer' },
      { name: 'role', label: 'Role', format: 'text' },
      { name: 'leverage', label: 'Leverage', format: 'number' },
    ],
    rows: sheet.runs.map(({ number, role }, i) => [number, role, leverages[i]!]),
    note:
      `Leverage is the share of a run's own result in its prediction; the average is ${average.toFixed(2)}. At 1 the model ` +
      'goes through the result whatever it is: an error in it can not be noticed.',
  }
}

function powerSections({ request }: PlannedDesign, { power }: DesignQuality): Section[] {
  const tested = power.terms.flatMap(({ label, power: chance }) => (chance === null ? [] : [{ label, power: chance }]))
  const reasons = [...new Set(power.terms.flatMap(({ reason }) => (reason === null ? [] : [reason])))]
  if (power.terms.length === 0) return []
  const what = `for a change of ${request.effect} from low to high when a single run varies with a standard deviation of ${request.sigma}`
  const table: TableBlock = {
    kind: 'table',
    id: 'power_table',
    title: 'Power and detectable effects',
    columns: [
      { name: 'term', label: 'Term', format: 'text' },
      { name: 'df', label: 'Degrees of freedom', format: 'integer' },
      { name: 'power', label: 'Power', format: 'percent' },
      { name: 'detectable', label: 'Effect found with 80 %', format: 'number' },
    ],
    rows: power.terms.map((term) => [term.label, term.degreesOfFreedom, term.power, term.detectableEffect]),
    note: reasons.join(' ') || 'Set sigma and effect to what is known of the process.',
  }
  return [
    {
      id: 'power',
      title: 'What effects will be found',
      text: `The chance that a test at 5 % finds an effect, ${what}.`,
      blocks: [...(tested.length > 0 ? [powerFigure(tested, what)] : []), table],
    },
  ]
}

function predictionSections({ space, varianceProfile }: DesignQuality): Section[] {
  const blocks: Block[] = [
    ...(space ? [fractionOfDesignSpaceFigure(space.curve, space.mean)] : []),
    ...(varianceProfile && varianceProfile.length > 0 ? [varianceProfileFigure(varianceProfile)] : []),
  ]
  if (blocks.length === 0) return []
  const words = space
    ? ` Half of the region is predicted with ${shortNumber(space.median)} σ² or less, 95 % with ${shortNumber(space.percentile95)} σ², ` +
      `the worst place with ${shortNumber(space.maximum)} σ².`
    : ''
  return [
    {
      id: 'prediction',
      title: 'How well it will predict',
      text: `The variance of a prediction, in units of the variance σ² of a single run.${words}`,
      blocks,
    },
  ]
}

function aliasSections(design: PlannedDesign, quality: DesignQuality): Section[] {
  const { correlations, evaluation } = quality
  return [
    {
      id: 'aliases',
      title: 'What could be mistaken for what',
      text:
        evaluation.rank < evaluation.coefficients
          ? 'More coefficients than the runs can tell apart: these depend on each other.'
          : 'An effect that the model leaves out shifts those in it where their columns go together over the runs.',
      blocks: [
        ...aliasBlocks(design, quality),
        ...(correlations.names.length > 1 ? [correlationMapFigure(correlations.names, correlations.matrix)] : []),
      ],
    },
  ]
}

function aliasBlocks({ problem }: PlannedDesign, { aliases }: DesignQuality): Block[] {
  const { found, considered } = aliases
  if (found.length === 0) {
    const text = `No coefficient is shifted by left-out terms (${considered}) by as much as 5 % of theirs.`
    return [{ kind: 'text', text }]
  }
  const clean = problem.model.columns.filter(({ name }) => !found.some(({ column }) => column === name)).length
  return [
    {
      kind: 'table',
      id: 'aliases',
      title: `What left-out terms would shift (${considered})`,
      columns: [
        { name: 'text', label: 'In words', format: 'text' },
        { name: 'bias', label: 'Share of the left-out effect', format: 'number' },
      ],
      rows: found.slice(0, MOST_ALIASES).map(({ text, bias }) => [text, bias]),
      note:
        `${clean} of ${problem.model.columns.length} coefficients are not shifted by 5 % or more.` +
        (found.length > MOST_ALIASES ? ` The ${MOST_ALIASES} largest of ${found.length} shifts.` : ''),
    },
  ]
}

/** More of them nobody reads. */
const MOST_ALIASES = 40

function growthSections({ request, roles }: PlannedDesign, { growth }: DesignQuality): Section[] {
  if (growth.length < 2) return []
  const table: TableBlock = {
    kind: 'table',
    id: 'growth_table',
    title: 'Efficiency and power by number of runs',
    columns: [
      { name: 'runs', label: 'New runs', format: 'integer' },
      { name: 'efficiency', label: 'D-efficiency', format: 'percent' },
      { name: 'average_variance', label: 'Average prediction variance', format: 'number', unit: 'σ²' },
      { name: 'power', label: 'Lowest power of a term', format: 'percent' },
    ],
    rows: growth.map(({ runs, efficiency, averageVariance, power }) => [runs, efficiency, averageVariance, power]),
    note: 'Each from a short search of its own, so the last digits may differ from the design above.',
  }
  return [
    {
      id: 'growth',
      title: 'How many runs',
      text:
        'What another number of runs would give, for the same factors and model.' +
        (roles.length > request.problem.runs ? ' Centre points and repeats are not counted.' : ''),
      blocks: [growthFigure(growth, request.problem.runs), table],
    },
  ]
}

function searchSection({ request, search, wasStopped, seed, problem }: PlannedDesign): Section {
  const { origin } = search.design
  const starts = `${search.starts}${wasStopped ? ` of ${request.starts}` : ''}`
  const how =
    origin.kind === 'catalogue'
      ? `The design is taken from the catalogue: ${origin.name}.` +
        (origin.proven ? ' A theorem says that no design of this size is better, so no search was needed.' : '')
      : `Found by ${origin.algorithm} from ${counted(search.starts, 'start')}; start ${origin.start + 1} gave it, and ` +
        `${search.hits === 1 ? 'no other did' : `${search.hits} starts reached the same value`}.`
  const again =
    request.timeLimitSeconds === null
      ? 'The same file, parameters and seed give the same design on any machine.'
      : 'A time limit was set, so another machine may give another design.'
  return {
    id: 'search',
    title: 'How it was found',
    text: `${how} ${again}`,
    blocks: [
      {
        kind: 'metrics',
        id: 'search_facts',
        items: [
          { label: 'Criterion', value: problem.criterion.kind },
          ...(origin.kind === 'search'
            ? [
                { label: 'Starts', value: starts },
                { label: 'Starts that reached the best', value: search.hits },
                { label: 'Starts still improving at the end', value: search.unfinished },
                { label: 'Sweeps at most', value: request.sweeps },
              ]
            : [{ label: 'Catalogue', value: origin.name }]),
          { label: 'Seed', value: seed },
        ],
      },
    ],
  }
}
