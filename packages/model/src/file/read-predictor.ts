import {
  type BlendMember,
  type BlendPredictor,
  type CalibratedPredictor,
  type Calibration,
  type ClassProcess,
  type FeaturePiece,
  type FilledPredictor,
  type GaussianClassesPredictor,
  type GaussianProcess,
  type IsotonicCurve,
  type LinearColumns,
  type LogisticPredictor,
  type Neighbours,
  outputsOf,
  type Predictor,
  type SelectedPredictor,
  type TargetTransform,
  type TransformedPredictor,
  type TreesPredictor,
} from '@zerosec/engine'
import {
  array,
  choice,
  finite,
  hasLength,
  integer,
  isFiniteEverywhere,
  isIndexEverywhere,
  list,
  nullable,
  number,
  object,
  positive,
  type Reader,
  refused,
  tagged,
  truth,
} from './checked-data.ts'
import { treeEnsemble } from './read-trees.ts'

/** A process of n rows takes 16·n² bytes to predict with: more rows than these are a fault. */
const MOST_PROCESS_ROWS = 8192

/**
 * A predictor for features with these levels (0: a number): sizes fit each other and the features, indices lie in their arrays.
 *
 * @throws CodedError model_file_invalid
 */
export function predictorOf(levels: Int32Array): Reader<Predictor> {
  // a predictor holds others, so the reader of all is asked for when it is used
  const inner: Reader<Predictor> = (value, place) => predictor(value, place)
  const predictor = tagged<Predictor>('kind', {
    mean: object({ kind: choice('mean'), value: finite }),
    linear: object({ kind: choice('linear'), linear: linearColumns(levels) }),
    logistic: logistic(levels),
    trees: trees(levels),
    gaussian_process: object({ kind: choice('gaussian_process'), process: gaussianProcess(levels) }),
    gaussian_classes: gaussianClasses(levels),
    neighbours: object({ kind: choice('neighbours'), neighbours: neighbours(levels) }),
    selected: selected(levels),
    filled: filled(levels, inner),
    transformed: transformed(inner),
    blend: blend(inner),
    calibrated: calibrated(inner),
  })
  return predictor
}

function logistic(levels: Int32Array): Reader<LogisticPredictor> {
  const reader = object<LogisticPredictor>({ kind: choice('logistic'), scores: list(linearColumns(levels)) })
  return (value, place) => {
    const predictor = reader(value, place)
    if (predictor.scores.length === 0) throw refused(`${place}.scores`, 'is empty')
    return predictor
  }
}

function calibrated(inner: Reader<Predictor>): Reader<CalibratedPredictor> {
  const curve: Reader<IsotonicCurve> = (value, place) => {
    const read = object<IsotonicCurve>({ at: array(Float64Array), value: array(Float64Array) })(value, place)
    if (read.at.length === 0) throw refused(`${place}.at`, 'is empty')
    hasLength(read.value, read.at.length, `${place}.value`)
    isFiniteEverywhere(read.at, `${place}.at`)
    isFiniteEverywhere(read.value, `${place}.value`)
    read.at.forEach((share, i) => {
      if (i > 0 && !(share > read.at[i - 1]!)) throw refused(`${place}.at`, 'does not ascend')
    })
    return read
  }
  const calibration = tagged<Calibration>('kind', {
    none: object({ kind: choice('none') }),
    platt: object({ kind: choice('platt'), slopes: array(Float64Array), intercepts: array(Float64Array) }),
    temperature: object({ kind: choice('temperature'), temperature: positive }),
    isotonic: object({ kind: choice('isotonic'), curves: list(curve) }),
  })
  const reader = object<CalibratedPredictor>({ kind: choice('calibrated'), calibration, predictor: inner })
  return (value, place) => {
    const read = reader(value, place)
    checkCalibration(read.calibration, outputsOf(read.predictor), `${place}.calibration`)
    return read
  }
}

function checkCalibration(calibration: Calibration, outputs: number, place: string): void {
  if (calibration.kind === 'isotonic') hasLength(calibration.curves, outputs, `${place}.curves`)
  if (calibration.kind !== 'platt') return
  for (const name of ['slopes', 'intercepts'] as const) {
    hasLength(calibration[name], outputs, `${place}.${name}`)
    isFiniteEverywhere(calibration[name], `${place}.${name}`)
  }
}

function trees(levels: Int32Array): Reader<TreesPredictor> {
  const reader = object<TreesPredictor>({
    kind: choice('trees'),
    ensemble: treeEnsemble,
    link: choice('identity', 'exp', 'logistic', 'softmax'),
  })
  return (value, place) => {
    const predictor = reader(value, place)
    hasLevels(predictor.ensemble.levels, levels, `${place}.ensemble.levels`)
    return predictor
  }
}

function selected(levels: Int32Array): Reader<SelectedPredictor> {
  const unread: Reader<unknown> = (value) => value
  const selection = object({ kind: choice('selected'), features: array(Int32Array), predictor: unread })
  return (value, place) => {
    const { kind, features, predictor } = selection(value, place)
    isIndexEverywhere(features, 0, levels.length, `${place}.features`)
    features.forEach((feature, j) => {
      if (j > 0 && feature <= features[j - 1]!) throw refused(`${place}.features`, 'does not ascend')
    })
    // its own features are all that the inner predictor knows of
    const inner = predictorOf(features.map((feature) => levels[feature]!))
    return { kind, features, predictor: inner(predictor, `${place}.predictor`) }
  }
}

function filled(levels: Int32Array, inner: Reader<Predictor>): Reader<FilledPredictor> {
  const reader = object<FilledPredictor>({
    kind: choice('filled'),
    fill: array(Float64Array, levels.length),
    predictor: inner,
  })
  return (value, place) => {
    const predictor = reader(value, place)
    predictor.fill.forEach((code, j) => {
      if (levels[j]! > 0 && !Number.isNaN(code)) isIndexEverywhere([code], 0, levels[j]!, `${place}.fill`)
    })
    return predictor
  }
}

function transformed(inner: Reader<Predictor>): Reader<TransformedPredictor> {
  const transform = object<TargetTransform>({
    kind: choice('none', 'log', 'sqrt', 'box_cox', 'yeo_johnson'),
    lambda: finite,
    scale: positive,
    low: finite,
    high: finite,
  })
  return object<TransformedPredictor>({ kind: choice('transformed'), transform, predictor: inner })
}

function blend(inner: Reader<Predictor>): Reader<BlendPredictor> {
  const member = object<BlendMember>({ weight: finite, predictor: inner })
  const reader = object<BlendPredictor>({ kind: choice('blend'), intercept: finite, members: list(member) })
  return (value, place) => {
    const predictor = reader(value, place)
    const outputs = outputsOf(predictor)
    predictor.members.forEach((other, i) => {
      if (outputsOf(other.predictor) !== outputs) throw refused(`${place}.members[${i}]`, 'has other outputs')
    })
    return predictor
  }
}

function linearColumns(levels: Int32Array): Reader<LinearColumns> {
  const feature = integer(0, levels.length - 1)
  const piece = tagged<FeaturePiece>('kind', {
    power: object({ kind: choice('power'), feature, power: finite, center: finite, scale: finite }),
    function: object({ kind: choice('function'), feature, function: choice('log', 'exp') }),
    level: object({ kind: choice('level'), feature, codes: list(finite) }),
  })
  const fitting: Reader<FeaturePiece> = (value, place) => {
    const read = piece(value, place)
    const count = levels[read.feature]!
    if (read.kind === 'level') hasLength(read.codes, count, `${place}.codes`)
    if ((read.kind === 'level') !== count > 0) throw refused(place, 'does not fit its feature')
    return read
  }
  const reader = object<LinearColumns>({
    intercept: finite,
    coefficients: array(Float64Array),
    columns: list(list(fitting)),
  })
  return (value, place) => {
    const linear = reader(value, place)
    hasLength(linear.coefficients, linear.columns.length, `${place}.coefficients`)
    isFiniteEverywhere(linear.coefficients, `${place}.coefficients`)
    return linear
  }
}

function gaussianClasses(levels: Int32Array): Reader<GaussianClassesPredictor> {
  const one = object<ClassProcess>({ process: gaussianProcess(levels), curvature: array(Float64Array) })
  const fitting: Reader<ClassProcess> = (value, place) => {
    const read = one(value, place)
    hasLength(read.curvature, read.process.targets.length, `${place}.curvature`)
    read.curvature.forEach((curvature, i) => {
      if (!(curvature >= 0 && curvature <= 0.25)) throw refused(`${place}.curvature[${i}]`, 'is not between 0 and 1/4')
    })
    return read
  }
  const reader = object<GaussianClassesPredictor>({ kind: choice('gaussian_classes'), processes: list(fitting) })
  return (value, place) => {
    const read = reader(value, place)
    if (read.processes.length === 0) throw refused(`${place}.processes`, 'is empty')
    return read
  }
}

function gaussianProcess(levels: Int32Array): Reader<GaussianProcess> {
  const p = levels.length
  const reader = object<GaussianProcess>({
    kernel: choice('matern52', 'matern32', 'rbf'),
    lengthScales: array(Float64Array, p),
    signalVariance: finite,
    linearVariance: finite,
    noiseVariance: finite,
    centers: array(Float64Array, p),
    scales: array(Float64Array, p),
    levels: array(Int32Array, p),
    inputs: list(array(Float64Array)),
    targets: array(Float64Array),
    weights: array(Float64Array),
    targetMean: finite,
    targetScale: finite,
    search: nullable(
      object({ logMarginalLikelihood: number, rows: integer(0), evaluations: integer(0), hasConverged: truth }),
    ),
  })
  return (value, place) => {
    const process = reader(value, place)
    checkTrainingRows(process, levels, place)
    hasLength(process.weights, process.targets.length, `${place}.weights`)
    isFiniteEverywhere(process.weights, `${place}.weights`)
    process.lengthScales.forEach((scale, j) => {
      if (!(scale > 0)) throw refused(`${place}.lengthScales[${j}]`, 'is not above 0')
    })
    if (process.targets.length > MOST_PROCESS_ROWS) throw refused(place, `has more than ${MOST_PROCESS_ROWS} rows`)
    return process
  }
}

function neighbours(levels: Int32Array): Reader<Neighbours> {
  const p = levels.length
  const reader = object<Neighbours>({
    centers: array(Float64Array, p),
    scales: array(Float64Array, p),
    levels: array(Int32Array, p),
    inputs: list(array(Float64Array)),
    targets: array(Float64Array),
    k: integer(1),
    weighting: choice('uniform', 'inverse_distance'),
  })
  return (value, place) => {
    const read = reader(value, place)
    checkTrainingRows(read, levels, place)
    if (read.k > read.targets.length) throw refused(`${place}.k`, 'is larger than the number of rows')
    return read
  }
}

/** n ≥ 1 standardised rows of the model's features. */
function checkTrainingRows(rows: Omit<Neighbours, 'k' | 'weighting'>, levels: Int32Array, place: string): void {
  const n = rows.targets.length
  if (n === 0) throw refused(`${place}.targets`, 'is empty')
  hasLevels(rows.levels, levels, `${place}.levels`)
  isFiniteEverywhere(rows.targets, `${place}.targets`)
  isFiniteEverywhere(rows.centers, `${place}.centers`)
  rows.scales.forEach((scale, j) => positive(scale, `${place}.scales[${j}]`))
  hasLength(rows.inputs, levels.length, `${place}.inputs`)
  rows.inputs.forEach((column, j) => {
    const at = `${place}.inputs[${j}]`
    hasLength(column, n, at)
    // the number of levels is the code of what is missing
    if (levels[j]! > 0) isIndexEverywhere(column, 0, levels[j]! + 1, at)
    else isFiniteEverywhere(column, at)
  })
}

function hasLevels(given: Int32Array, expected: Int32Array, place: string): void {
  hasLength(given, expected.length, place)
  given.forEach((count, j) => {
    if (count !== expected[j]) throw refused(`${place}[${j}]`, `is ${count}, and the input has ${expected[j]} levels`)
  })
}
