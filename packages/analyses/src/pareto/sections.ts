import type { Block, MetricsBlock, Section, TableBlock } from '@zerosec/report'
import { drawnFront, pairFigure, parallelFigure } from './figures.ts'
import { frontColumns } from './front-columns.ts'
import { nameOf, valuesText } from './headline.ts'
import type { ParetoParameters } from './parameters.ts'
import { readLoss, type TradeOff } from './trade-off.ts'
import { isDistance, wishText } from './wishes.ts'

/** Pairs of five objectives: more pictures are not looked at. */
const MOST_PAIRS = 10
/** Beyond it the page and the workbook grow slow; the file holds all. */
const MOST_ROWS = 10_000
const MOST_SETTINGS = 30

export function paretoSections(tradeOff: TradeOff, parameters: ParetoParameters): Section[] {
  return [
    choiceSection(tradeOff, parameters),
    pictureSection(tradeOff, parameters),
    frontSection(tradeOff),
    measureSection(tradeOff),
  ]
}

function choiceSection(tradeOff: TradeOff, parameters: ParetoParameters): Section {
  const { candidates, front, fronts, knee, mostDesirable, byPriority } = tradeOff
  const metrics: MetricsBlock = {
    kind: 'metrics',
    id: 'summary',
    items: [
      { label: 'On the front', value: front.length, note: `of ${candidates.numbers.length} compared` },
      { label: 'Fronts behind each other', value: fronts },
      {
        label: 'Knee',
        value: knee === null ? 'none' : nameOf(tradeOff, knee),
        ...(knee === null ? {} : { note: valuesText(tradeOff, knee) }),
      },
      { label: 'Most desirable', value: nameOf(tradeOff, mostDesirable), note: valuesText(tradeOff, mostDesirable) },
      ...(byPriority
        ? [
            {
              label: 'By priorities',
              value: nameOf(tradeOff, byPriority[0]!),
              note: valuesText(tradeOff, byPriority[0]!),
            },
          ]
        : []),
    ],
  }
  return {
    id: 'choices',
    title: 'What to choose from',
    text: [
      'A row is on the front if no other is at least as good in every objective and better in one.',
      'The knee lies deepest below the plane through the ends of the front: beyond it a gain in one objective costs much in another.',
      'The desirability (Derringer & Suich) is the weighted geometric mean of how far each objective is on its way from worst to best.',
      ...(byPriority ? [`By priorities: ${parameters.priorities.join(', then ')}.`] : []),
    ].join(' '),
    blocks: [metrics, objectivesTable(tradeOff)],
  }
}

function objectivesTable({ candidates, wishes, front, reference }: TradeOff): TableBlock {
  return {
    kind: 'table',
    id: 'objectives',
    title: 'Objectives',
    columns: [
      { name: 'objective', label: 'objective', format: 'text' },
      { name: 'wanted', label: 'wanted', format: 'text' },
      { name: 'least', label: 'least on the front', format: 'number' },
      { name: 'most', label: 'most on the front', format: 'number' },
      { name: 'weight', label: 'weight', format: 'number' },
      { name: 'tolerance', label: 'tolerance', format: 'number' },
      { name: 'reference', label: 'reference of the hypervolume', format: 'number' },
    ],
    rows: wishes.map((wish, k) => {
      const { values } = candidates.quantities.get(wish.name)!
      const ofFront = front.map((place) => values[place]!)
      const tolerance = wish.objective.goal === 'target' ? wish.objective.tolerance : wish.tolerance
      return [
        wish.name,
        wishText(wish),
        ofFront.reduce((a, b) => Math.min(a, b)),
        ofFront.reduce((a, b) => Math.max(a, b)),
        wish.weight,
        tolerance,
        readLoss(wish, reference[k]!),
      ]
    }),
    ...(wishes.some(isDistance) ? { note: 'The reference of a target or range is the distance to it.' } : {}),
  }
}

function pictureSection(tradeOff: TradeOff, parameters: ParetoParameters): Section {
  const drawn = drawnFront(tradeOff, parameters)
  const { length: m } = tradeOff.wishes
  const pairs = Array.from({ length: m }, (_, a) =>
    Array.from({ length: m - a - 1 }, (__, k) => [a, a + 1 + k] as const),
  ).flat()
  const left = pairs.length - MOST_PAIRS
  const blocks: Block[] = [
    ...pairs.slice(0, MOST_PAIRS).map((pair) => pairFigure(tradeOff, drawn, pair)),
    parallelFigure(tradeOff, drawn),
  ]
  return {
    id: 'pictures',
    title: 'Objectives against each other',
    text: `Grey rows are beaten by some row of the front.${left > 0 ? ` The first ${MOST_PAIRS} of ${pairs.length} pairs are drawn; the table has all objectives.` : ''}`,
    blocks,
  }
}

function frontSection(tradeOff: TradeOff): Section {
  const { front, candidates, chances } = tradeOff
  const columns = frontColumns(tradeOff, MOST_SETTINGS)
  const shown = front.slice(0, MOST_ROWS)
  const cut = front.length - shown.length
  const left = candidates.settings.length - MOST_SETTINGS
  const table: TableBlock = {
    kind: 'table',
    id: 'front',
    title: `The front (${front.length})`,
    columns: columns.map(({ label, format, unit }, c) => ({
      name: `column_${c + 1}`,
      label,
      format,
      ...(unit === undefined ? {} : { unit }),
    })),
    rows: shown.map((place, i) => columns.map(({ cell }) => cell(place, i))),
    ...(cut > 0 ? { note: `The first ${shown.length} rows; pareto_front.csv has all ${front.length}.` } : {}),
  }
  return {
    id: 'front_rows',
    title: 'The front',
    text: [
      `Best in ${tradeOff.wishes[0]!.name} first.`,
      ...(chances
        ? [
            `The probability of being on the front is the share of ${chances.draws} draws from the intervals of the predictions, taken as normal and independent.${candidates.source === 'search' ? ' Settings of a search share it with their neighbours, so each has little.' : ''}`,
          ]
        : []),
      ...(left > 0
        ? [
            `The first ${MOST_SETTINGS} of ${candidates.settings.length} other columns are shown; pareto_front.csv has all.`,
          ]
        : []),
    ].join(' '),
    blocks: [table],
  }
}

function measureSection({ hypervolume, reference, wishes, candidates: { search } }: TradeOff): Section {
  const point = wishes
    .map((wish, k) => `${wish.name} ${Number(readLoss(wish, reference[k]!).toPrecision(4))}`)
    .join(', ')
  return {
    id: 'measure',
    title: 'How good the front is as a whole',
    text:
      `The hypervolume is what of the space of objectives the front beats, up to the reference point (${point}), in the product of their units. It compares ` +
      'fronts of the same objectives and reference point: larger is better.',
    blocks: [
      {
        kind: 'metrics',
        id: 'hypervolume',
        items: [
          { label: 'Hypervolume', value: hypervolume },
          ...(search
            ? [
                {
                  label: 'Settings tried',
                  value: search.evaluations,
                  note: search.algorithm === 'nsga2' ? 'NSGA-II' : 'NSGA-III',
                },
                { label: 'Searched', value: `${search.factors.length} factors`, note: search.factors.join('; ') },
              ]
            : []),
        ],
      },
    ],
  }
}
