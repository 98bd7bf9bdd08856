import { type Predictor, shapOfOutput, type TreesPredictor, takeRows, treeShap } from '@zerosec/engine'
import { meanAbsolute, type ShapView } from '../modelling/shap-figures.ts'
import { cellOf, evenRows } from '../modelling/shown-rows.ts'
import type { ClassModelOutcome, ClassOutcome } from './outcome.ts'

const MOST_ROWS = 500

/** Why a row gets its class, by the best single model of trees. */
export interface ClassExplanation {
  readonly model: ClassModelOutcome
  /** The class whose score is explained. */
  readonly label: string
  readonly view: ShapView
  /** classes × p: mean size of the contributions to the score of each class; of two classes one row. */
  readonly sizes: readonly { readonly label: string; readonly sizes: readonly number[] }[]
}

/** Null where no model of trees was fitted. */
export function explainClasses(outcome: ClassOutcome): ClassExplanation | null {
  const models = outcome.models.filter(({ fitted }) => treesOf(fitted) !== null)
  if (models.length === 0) return null
  const model = models.reduce((a, b) => (b.innerScore < a.innerScore ? b : a))
  const trees = treesOf(model.fitted)!
  const { matrix, inputs, rowNumbers, classes, target } = outcome.preparation
  const explained = explainedClass(outcome)
  const rows = evenRows(matrix.rows, MOST_ROWS)
  const part = takeRows(matrix, rows)
  const shap = treeShap(trees.ensemble, part, { kind: 'path_dependent' })
  const viewOf = (label: number): ShapView => {
    const output = trees.ensemble.outputs === 1 ? 0 : label
    const scale = trees.link === 'identity' ? 'probability' : trees.link === 'logistic' ? 'log odds' : 'score'
    const view: ShapView = {
      features: inputs,
      rows: Array.from(rows, (row) => rowNumbers[row]!),
      values: shapOfOutput(shap, output),
      cell: (row, feature) => cellOf(inputs[feature]!, part.columns[feature]![row]!),
      base: shap.base[output]!,
      order: [],
      scale: `[${scale} of ${classes.labels[label]}]`,
    }
    const sizes = meanAbsolute(view)
    return { ...view, order: sizes.map((_, j) => j).sort((a, b) => sizes[b]! - sizes[a]! || a - b) }
  }
  const labels = trees.ensemble.outputs === 1 ? [1] : [...new Set(target)].sort((a, b) => a - b)
  return {
    model,
    label: classes.labels[explained]!,
    view: viewOf(explained),
    sizes: labels.map((label) => ({ label: classes.labels[label]!, sizes: meanAbsolute(viewOf(label)) })),
  }
}

/** The class of interest, else the commonest. */
function explainedClass({ preparation }: ClassOutcome): number {
  const { classes, target } = preparation
  if (classes.labels.length === 2) return 1
  if (classes.positive !== null) return classes.positive
  const counts = classes.labels.map((_, k) => target.filter((label) => label === k).length)
  return counts.indexOf(Math.max(...counts))
}

/** The trees of a model that is nothing but trees; shares that are made to sum to 1 keep their order. */
function treesOf(predictor: Predictor): TreesPredictor | null {
  if (predictor.kind === 'trees') return predictor
  return predictor.kind === 'calibrated' && predictor.calibration.kind === 'none' ? treesOf(predictor.predictor) : null
}
