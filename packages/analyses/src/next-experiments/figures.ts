import { naturalLevel, utilityOf } from '@zerosec/engine'
import type { FigureBlock } from '@zerosec/report'
import { axisTitle, quantity, SIZE, type Spec, tip } from '../plot-parts.ts'
import type { BackTest, Spread } from './back-test.ts'
import { objectiveWords, type ResponseObjective } from './objectives.ts'
import type { ProposedBatch } from './propose.ts'
import type { ExperimentCampaign } from './read-campaign.ts'

/** Each result in the order of the table, and the best so far. */
export function progressFigures(campaign: ExperimentCampaign, batch: ProposedBatch): FigureBlock[] {
  return campaign.objectives.map((response, k) => {
    const { objective } = response
    const rows = [...campaign.responses[k]!.keys()].filter((row) => !Number.isNaN(campaign.responses[k]![row]!))
    let best = rows[0]!
    const values = rows.map((row, i) => {
      const values = campaign.responses[k]!
      if (utilityOf(objective, values[row]!) > utilityOf(objective, values[best]!)) best = row
      return { x: i + 1, y: values[row]!, best: values[best]! }
    })
    const proposed = batch.proposals.map(({ predictions }, i) => ({
      x: rows.length + i + 1,
      y: predictions[k]!.median,
      low: predictions[k]!.low,
      high: predictions[k]!.high,
    }))
    const x = quantity('x', 'experiment')
    const y = quantity('y', axisTitle(response))
    return {
      kind: 'figure',
      id: `best_so_far_${k + 1}`,
      title: `${response.name} so far`,
      caption: `Wanted: ${objectiveWords(objective)}. Points: results in the order of the table; line: the best so far; right of them what is expected of the proposals, with the interval that holds nine of ten.`,
      spec: {
        ...SIZE,
        layer: [
          ...wantedLines(response),
          {
            data: { values },
            mark: { type: 'line', style: 'fit', interpolate: 'step-after' },
            encoding: { x, y: { ...quantity('best', axisTitle(response)) } },
          },
          {
            data: { values },
            mark: { type: 'point', style: 'observation' },
            encoding: { x, y, tooltip: [tip('x', 'experiment'), tip('y', response.name)] },
          },
          {
            data: { values: proposed },
            mark: { type: 'rule', color: PROPOSED },
            encoding: { x, y: quantity('low', axisTitle(response)), y2: { field: 'high' } },
          },
          {
            data: { values: proposed },
            mark: { type: 'point', shape: 'diamond', filled: true, size: 60, color: PROPOSED },
            encoding: { x, y, tooltip: [tip('y', 'expected'), tip('low', 'low'), tip('high', 'high')] },
          },
        ],
      },
    }
  })
}

const PROPOSED = '#d55e00'

function wantedLines({ objective }: ResponseObjective): Spec[] {
  const lines =
    objective.kind === 'target'
      ? [objective.target]
      : objective.kind === 'range'
        ? [objective.low, objective.high].filter(Number.isFinite)
        : []
  if (lines.length === 0) return []
  return [
    {
      data: { values: lines.map((line) => ({ line })) },
      mark: { type: 'rule', style: 'reference' },
      encoding: { y: { field: 'line', type: 'quantitative' } },
    },
  ]
}

/** What is expected of candidates against how unsure it is; the proposals among them. */
export function beliefFigures(
  { objectives }: ExperimentCampaign,
  { compared, proposals }: ProposedBatch,
): FigureBlock[] {
  return objectives.map((response, k) => {
    const { median, uncertainty } = compared.predictions[k]!
    const others = Array.from(median, (y, row) => ({ x: uncertainty[row]!, y, what: 'candidate' }))
    const chosen = proposals.map(({ predictions, purpose }, i) => {
      const { median: y, uncertainty: x } = predictions[k]!
      return { x, y, what: PURPOSE[purpose], label: String(i + 1) }
    })
    const x = quantity('x', `uncertainty of ${response.name}`)
    const y = quantity('y', `expected ${axisTitle(response)}`)
    return {
      kind: 'figure',
      id: `expected_and_uncertain_${k + 1}`,
      title: `${response.name}: what is expected of candidates, and how surely`,
      caption: `Each grey point is a run that could be made. Proposals are numbered: good ones are promising (wanted: ${objectiveWords(response.objective)}), little known, or both.`,
      spec: {
        ...SIZE,
        layer: [
          {
            data: { values: others },
            mark: { type: 'point', size: 14, color: '#8c98a4', opacity: 0.45 },
            encoding: { x, y },
          },
          {
            data: { values: chosen },
            mark: { type: 'point', filled: true, size: 70, opacity: 1 },
            encoding: {
              x,
              y,
              color: purposeColor(),
              tooltip: [tip('y', 'expected'), tip('x', 'uncertainty'), { field: 'what' }],
            },
          },
          {
            data: { values: chosen },
            mark: { type: 'text', style: 'annotation', dx: 8, align: 'left' },
            encoding: { x, y, text: { field: 'label' } },
          },
        ],
      },
    }
  })
}

const PURPOSE = { improve: 'proposed to improve', explore: 'proposed to explore' } as const

function purposeColor(): Spec {
  return {
    field: 'what',
    type: 'nominal',
    title: null,
    scale: { domain: Object.values(PURPOSE), range: [PROPOSED, '#009e73'] },
    legend: { orient: 'bottom' },
  }
}

const MOST_PAIRS = 6

/** Runs and proposals over pairs of factors. */
export function pairFigures(campaign: ExperimentCampaign, { proposals }: ProposedBatch): FigureBlock[] {
  const { factors, columns } = campaign
  const pairs = factors.flatMap((_, a) => factors.slice(a + 1).map((__, i) => [a, a + 1 + i] as const))
  const some = pairs.length > MOST_PAIRS ? ` ${MOST_PAIRS} of ${pairs.length} pairs of factors are drawn.` : ''
  return pairs.slice(0, MOST_PAIRS).map(([a, b]) => {
    const place = { x: factorAxis('x', campaign, a), y: factorAxis('y', campaign, b) }
    return {
      kind: 'figure',
      id: `runs_${a + 1}_${b + 1}`,
      title: `${columns[a]!.name} and ${columns[b]!.name}`,
      caption: `Measured and planned runs, and the proposals with their numbers.${some}`,
      spec: {
        ...SIZE,
        data: { values: pairPoints(campaign, proposals, a, b) },
        layer: [
          {
            mark: { type: 'point', filled: true, size: 50 },
            encoding: {
              ...place,
              color: runColor(),
              opacity: { condition: { test: "datum.what === 'proposed'", value: 1 }, value: 0.45 },
            },
          },
          {
            mark: { type: 'text', style: 'annotation', dx: 8, align: 'left' },
            encoding: { ...place, text: { field: 'label' } },
          },
        ],
      },
    }
  })
}

function runColor(): Spec {
  return {
    field: 'what',
    type: 'nominal',
    title: null,
    scale: { domain: ['measured', 'planned', 'proposed'], range: ['#8c98a4', '#0072b2', PROPOSED] },
    legend: { orient: 'bottom' },
  }
}

function factorAxis(channel: 'x' | 'y', { factors, columns }: ExperimentCampaign, j: number): Spec {
  return factors[j]!.kind === 'categorical'
    ? { field: channel, type: 'nominal', title: columns[j]!.name, axis: { labelLimit: 90 } }
    : quantity(channel, axisTitle(columns[j]!))
}

function pairPoints(
  { factors, measured, pending }: ExperimentCampaign,
  proposals: ProposedBatch['proposals'],
  a: number,
  b: number,
): LabelledPoint[] {
  const width = factors.length
  const natural = (run: ArrayLike<number>, at: number, j: number) => {
    const factor = factors[j]!
    if (factor.kind === 'categorical') return shortLevel(factor.levels, run[at + j]!)
    return Number(naturalLevel(factor, run[at + j]!).toPrecision(9))
  }
  const point = (run: ArrayLike<number>, at: number, what: string, label: string) => ({
    x: natural(run, at, a),
    y: natural(run, at, b),
    what,
    label,
  })
  const of = (runs: Float64Array, what: string) =>
    Array.from({ length: runs.length / width }, (_, i) => point(runs, i * width, what, ''))
  const chosen = proposals.map(({ run }, i) => point(run, 0, 'proposed', String(i + 1)))
  return [...of(measured.runs, 'measured'), ...of(pending.runs, 'planned'), ...withJoinedLabels(chosen)]
}

interface LabelledPoint {
  readonly x: number | string
  readonly y: number | string
  readonly what: string
  readonly label: string
}

/** Points in one place carry all their labels once. */
function withJoinedLabels(points: readonly LabelledPoint[]): LabelledPoint[] {
  const places = new Map<string, LabelledPoint>()
  for (const point of points) {
    const key = JSON.stringify([point.x, point.y])
    const there = places.get(key)
    places.set(key, there ? { ...there, label: `${there.label}, ${point.label}` } : point)
  }
  return [...places.values()]
}

/** Long names, such as structures, are numbered: their ends do not tell them apart. */
function shortLevel(levels: readonly string[], index: number): string {
  const level = levels[index]!
  return levels.some((each) => each.length > 16) ? `${index + 1}: ${level.slice(0, 10)}…` : level
}

/** The measured runs played again: median and quartiles of proposals and of chance, and the order that was run. */
export function backTestFigure(test: BackTest, campaign: ExperimentCampaign): FigureBlock {
  const { title, shown } = progressAxis(test, campaign)
  const lines = [
    ...curve('proposals', test.curves.proposed.slice(0, shownUntil(test)), shown),
    ...curve('chance', test.curves.random, shown),
    ...curve(
      'as it was run',
      test.curves.runOrder.map((median) => ({ low: Number.NaN, median, high: Number.NaN })),
      shown,
    ),
  ].filter(({ n }) => n >= test.start)
  const color = {
    field: 'what',
    type: 'nominal',
    title: null,
    scale: { domain: ['proposals', 'chance', 'as it was run'], range: [PROPOSED, '#0072b2', '#596673'] },
    legend: { orient: 'bottom', symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 3 },
  }
  const x = quantity('n', 'experiments')
  const bands = lines.filter(({ low, high }) => low !== null && high !== null)
  return {
    kind: 'figure',
    id: 'back_test',
    title: 'Back-test: the measured runs played again',
    caption: `${test.seeds} replays from ${test.start} random runs each, ${test.batch} runs at a time. Lines: medians; bands: quartiles; a replay stops at the goal. The dashed line is the goal: ${goalWords(test)}.`,
    spec: {
      ...SIZE,
      layer: [
        {
          data: { values: bands },
          mark: { type: 'area', opacity: 0.15 },
          encoding: { x, y: quantity('low', title), y2: { field: 'high' }, color },
        },
        {
          data: { values: lines },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: { x, y: quantity('y', title), color },
        },
        ...goalLine(shown(test.goal)),
      ],
    },
  }
}

function goalLine(goal: number | null): Spec[] {
  if (goal === null) return []
  return [
    {
      data: { values: [{ goal }] },
      mark: { type: 'rule', style: 'reference' },
      encoding: { y: { field: 'goal', type: 'quantitative' } },
    },
  ]
}

/** What progress is shown as: the best response, its distance from the target, or a share. */
function progressAxis({ measure }: BackTest, { objectives }: ExperimentCampaign) {
  const improving = objectives.find(({ objective }) => objective.kind !== 'range')
  const kind = measure === 'best' ? improving!.objective.kind : null
  const sign = kind === 'minimise' || kind === 'target' ? -1 : 1
  const title =
    measure === 'hypervolume'
      ? 'share of the hypervolume of all runs'
      : measure === 'within'
        ? 'share of replays with a run within the ranges'
        : kind === 'target'
          ? `distance of ${improving!.name} from its target`
          : `best ${axisTitle(improving!)}`
  return { title, shown: (value: number) => (Number.isFinite(value) ? sign * value : null) }
}

/** Replays stop at the goal, so their curve is drawn until three of four have. */
function shownUntil({ proposed, budget, start }: BackTest): number {
  return Math.max(start + 1, Math.min(budget, Math.ceil(proposed.high)))
}

function curve(what: string, spreads: readonly Spread[], shown: (value: number) => number | null) {
  return spreads.map(({ low, median, high }, i) => ({
    n: i + 1,
    y: shown(median),
    low: shown(low),
    high: shown(high),
    what,
  }))
}

export function goalWords({ measure, runs }: BackTest): string {
  if (measure === 'best') return runs < 200 ? 'the best run of the table' : 'one of the best 1 % of the runs'
  return measure === 'hypervolume' ? '95 % of the hypervolume of all runs' : 'a run within the ranges'
}
