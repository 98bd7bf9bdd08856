import type { Block, FigureBlock, MetricsBlock, Section, TableBlock } from '@zerosec/report'
import { SIZE, tip } from '../plot-parts.ts'
import { MEASURE, NG, OK } from './decisions.ts'
import type { ClassOutcome, DecidedRow, DecisionReason } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'

const BINS = 20

/** Why a row is decided as it is, in words. */
export function reasonText(reason: DecisionReason): string {
  return REASONS[reason]
}

const REASONS: Readonly<Record<DecisionReason, string>> = {
  sure: 'sure enough',
  in_between: 'neither is sure enough',
  outside_domain: 'unlike the rows it was learnt from',
  unbounded: 'too few rows to bound this mistake',
}

/** What is said of each row, and how often that is wrong. */
export function decisionSection(outcome: ClassOutcome, parameters: ClassificationParameters): Section {
  const { classes } = outcome.preparation
  const blocks: Block[] = [
    decisionMetrics(outcome, parameters),
    decisionTable(outcome),
    ...(classes.ok === null ? [] : [shareFigure(outcome)]),
    rowTable(outcome),
  ]
  return { id: 'decisions', title: 'Decide or measure', text: decisionText(outcome, parameters), blocks }
}

function decisionText({ preparation, finish }: ClassOutcome, { alpha }: ClassificationParameters): string {
  const { labels, ok } = preparation.classes
  const percent = `${(100 * alpha).toPrecision(2).replace(/\.?0+$/, '')} %`
  if (ok === null) {
    return (
      `No class was named as OK: a class is said where its probability is high enough that at most ${percent} of such rows are wrong, with 95 % ` +
      'confidence. All other rows, and rows unlike those that were learnt from, are to be measured. Thresholds come from inner folds only.'
    )
  }
  const { okFrom, ngBelow } = finish.rule!
  const bounds = [
    okFrom === null ? 'OK is never said' : `OK from a probability of ${okFrom.toFixed(3)} on`,
    ngBelow === null ? 'NG is never said' : `NG below ${ngBelow.toFixed(3)}`,
  ]
  return (
    `OK is the class ${labels[ok]}, NG every other. The delivered model says ${bounds.join(' and ')}: so that of the rows that are not OK at most ` +
    `${percent} are said to be, with 95 % confidence (Neyman–Pearson, Wilson's bound), and likewise for NG. Rows in between, and rows unlike those ` +
    'that were learnt from, are to be measured. The rates below are of rows that had no part in their thresholds.'
  )
}

function decisionMetrics({ decisions, rows }: ClassOutcome, { alpha }: ClassificationParameters): MetricsBlock {
  const { falseNg, cost } = decisions
  const isTwoWay = falseNg !== null
  return {
    kind: 'metrics',
    id: 'decision_rates',
    items: [
      {
        label: 'Rows that are decided',
        value: decisions.said / rows.length,
        note: `${decisions.said} of ${rows.length}`,
      },
      {
        label: isTwoWay ? 'False OK among rows that are NG' : 'Wrong among the decided rows',
        value: decisions.atRisk === 0 ? null : decisions.falseOk / decisions.atRisk,
        note: `${decisions.falseOk} of ${decisions.atRisk}`,
      },
      { label: 'Its upper bound (95 %)', value: decisions.falseOkBound, note: `wanted: at most ${alpha}` },
      ...(falseNg
        ? [
            {
              label: 'False NG among rows that are OK',
              value: falseNg.atRisk === 0 ? null : falseNg.count / falseNg.atRisk,
              note: `${falseNg.count} of ${falseNg.atRisk}`,
            },
            { label: 'Its upper bound (95 %)', value: falseNg.bound },
          ]
        : []),
      ...(cost
        ? [
            {
              label: 'Cost of a row without measuring',
              value: cost.perRow,
              note: `OK from ${cost.threshold.toPrecision(3)} on: ${cost.falseOk} false OK, ${cost.falseNg} false NG`,
            },
          ]
        : []),
    ],
  }
}

function decisionTable({ rows, preparation }: ClassOutcome): TableBlock {
  const { labels, ok } = preparation.classes
  const answers = ok === null ? [...labels, MEASURE] : [OK, NG, MEASURE]
  const truths: { label: string; of: (row: DecidedRow) => boolean }[] =
    ok === null
      ? labels.map((label, k) => ({ label, of: ({ actual }) => actual === k }))
      : [
          { label: `${labels[ok]} (OK)`, of: ({ actual }) => actual === ok },
          {
            label: labels.length === 2 ? `${labels[1 - ok]} (NG)` : 'any other (NG)',
            of: ({ actual }) => actual !== ok,
          },
        ]
  return {
    kind: 'table',
    id: 'decision_counts',
    title: 'Rows by truth and decision',
    columns: [
      { name: 'truth', label: 'true class', format: 'text' },
      ...answers.map((answer, k) => ({
        name: `said_${k + 1}`,
        label: answer === MEASURE ? 'measure it' : `said ${answer}`,
        format: 'integer' as const,
      })),
      { name: 'measured', label: 'share to measure', format: 'percent' },
    ],
    rows: truths.map(({ label, of }) => {
      const own = rows.filter(of)
      const counts = answers.map((answer) => own.filter(({ decision }) => decision === answer).length)
      return [label, ...counts, own.length === 0 ? null : counts.at(-1)! / own.length]
    }),
  }
}

/** How rows that are OK and rows that are not lie over the probability of OK, with the thresholds. */
function shareFigure({ rows, preparation, finish }: ClassOutcome): FigureBlock {
  const { labels, ok } = preparation.classes
  const { okFrom, ngBelow } = finish.rule!
  const names = [`${labels[ok!]} (OK)`, labels.length === 2 ? `${labels[1 - ok!]} (NG)` : 'other (NG)']
  const counts = new Map<string, { from: number; to: number; name: string; rows: number }>()
  for (const { shares, actual } of rows) {
    const bin = Math.min(BINS - 1, Math.floor(shares[ok!]! * BINS))
    const name = actual === ok ? names[0]! : names[1]!
    const held = counts.get(`${name} ${bin}`) ?? { from: bin / BINS, to: (bin + 1) / BINS, name, rows: 0 }
    held.rows++
    counts.set(`${name} ${bin}`, held)
  }
  const limits = [
    ...(okFrom === null ? [] : [{ at: okFrom, text: okFrom === ngBelow ? 'NG | OK' : 'OK from here' }]),
    ...(ngBelow === null || ngBelow === okFrom ? [] : [{ at: ngBelow, text: 'NG below' }]),
  ]
  const x = {
    field: 'from',
    type: 'quantitative',
    title: `probability of ${labels[ok!]}`,
    scale: { domain: [0, 1] },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1] },
  }
  return {
    kind: 'figure',
    id: 'decision_thresholds',
    title: 'Probability of OK, and where it is decided',
    caption:
      'Rows by true class, predicted by a procedure that never saw them. Dashed: thresholds of the delivered model; between them rows are to be measured.',
    spec: {
      width: SIZE.width,
      height: 220,
      layer: [
        {
          data: { values: [...counts.values()] },
          mark: { type: 'bar', opacity: 0.75, binSpacing: 1 },
          encoding: {
            x: { ...x, bin: { binned: true, step: 1 / BINS } },
            x2: { field: 'to' },
            y: { field: 'rows', type: 'quantitative', title: 'rows', stack: 'zero' },
            color: { field: 'name', type: 'nominal', title: 'true class', sort: names },
            tooltip: [{ field: 'name', title: 'true class' }, tip('rows', 'rows')],
          },
        },
        {
          data: { values: limits },
          mark: { type: 'rule', style: 'reference' },
          encoding: { x: { field: 'at', type: 'quantitative' } },
        },
        {
          data: { values: limits },
          mark: { type: 'text', style: 'annotation', baseline: 'bottom' },
          encoding: { x: { field: 'at', type: 'quantitative' }, y: { value: -4 }, text: { field: 'text' } },
        },
      ],
    },
  }
}

/** Every tested row, with what is said of it. */
function rowTable({ rows, preparation }: ClassOutcome): TableBlock {
  const { labels } = preparation.classes
  return {
    kind: 'table',
    id: 'decided_rows',
    title: 'Each row with its decision',
    columns: [
      { name: 'row', label: 'row', format: 'integer' },
      { name: 'actual', label: 'true class', format: 'text' },
      { name: 'predicted', label: 'predicted class', format: 'text' },
      ...labels.map((label, k) => ({
        name: `share_${k + 1}`,
        label: `probability of ${label}`,
        format: 'percent' as const,
      })),
      { name: 'decision', label: 'decision', format: 'text' },
      { name: 'reason', label: 'reason', format: 'text' },
      { name: 'fold', label: 'fold', format: 'integer' },
    ],
    rows: rows.map(({ row, actual, predicted, shares, decision, reason, fold }) => [
      row,
      labels[actual]!,
      labels[predicted]!,
      ...shares,
      decision === MEASURE ? 'measure it' : decision,
      REASONS[reason],
      fold,
    ]),
  }
}
