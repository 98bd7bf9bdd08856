import type { Dimension, ParameterValue, SearchSpace, TrialParameters } from './space.ts'

/**
 * A dimension on the scale that is searched.
 *
 * The code of a number is the number, or its natural logarithm where it is searched by that; the code of a choice is its place.
 */
export interface CodedDimension {
  readonly dimension: Dimension
  /** Codes lie in low … high. Half a step of room stands beyond the first and last value of a stepped number. */
  readonly low: number
  readonly high: number
  /** Between codes; 0: any code (integers searched by their logarithm round after it). */
  readonly step: number
  /** Number of choices; 0 for numbers. */
  readonly choices: number
  /** Place of the dimension that decides whether this one is active; −1: it always is. */
  readonly parent: number
  readonly parentCodes: ReadonlySet<number>
}

/** A checked space and its codes; NaN is the code of an inactive dimension. */
export interface SpaceCoding {
  readonly space: SearchSpace
  readonly dimensions: readonly CodedDimension[]
  readonly indexByName: ReadonlyMap<string, number>
}

/** @throws RangeError for a space without sense, with the dimension's name in the text */
export function codeSpace(space: SearchSpace): SpaceCoding {
  if (space.length === 0) throw new RangeError('a search space has one dimension at least')
  const indexByName = new Map<string, number>()
  const dimensions: CodedDimension[] = []
  for (const dimension of space) {
    if (indexByName.has(dimension.name)) throw new RangeError(`two dimensions are named ${dimension.name}`)
    const { parent, parentCodes } = conditionOf(dimension, dimensions, indexByName)
    indexByName.set(dimension.name, dimensions.length)
    dimensions.push({ dimension, ...scaleOf(dimension), parent, parentCodes })
  }
  return { space, dimensions, indexByName }
}

function conditionOf(
  { name, when }: Dimension,
  earlier: readonly CodedDimension[],
  indexByName: ReadonlyMap<string, number>,
): Pick<CodedDimension, 'parent' | 'parentCodes'> {
  if (when === undefined) return { parent: -1, parentCodes: new Set() }
  const parent = indexByName.get(when.dimension)
  if (parent === undefined) throw new RangeError(`${name} depends on ${when.dimension}, which does not stand before it`)
  if (earlier[parent]!.dimension.kind === 'float') {
    throw new RangeError(`${name} depends on ${when.dimension}, which is not an int or categorical dimension`)
  }
  if (when.values.length === 0) throw new RangeError(`${name} is active for no value of ${when.dimension}`)
  return { parent, parentCodes: new Set(when.values.map((value) => encodeValue(earlier[parent]!, value))) }
}

function scaleOf(dimension: Dimension): Pick<CodedDimension, 'low' | 'high' | 'step' | 'choices'> {
  const { name } = dimension
  if (dimension.kind === 'categorical') {
    const choices = dimension.choices.length
    if (choices === 0) throw new RangeError(`${name} has no choices`)
    if (new Set(dimension.choices).size < choices) throw new RangeError(`${name} has the same choice twice`)
    return { low: 0, high: choices - 1, step: 0, choices }
  }
  const { low, high, log = false, kind } = dimension
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) {
    throw new RangeError(`${name} goes from ${low} to ${high}`)
  }
  if (kind === 'int' && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    throw new RangeError(`${name} has bounds that are not integers: ${low}, ${high}`)
  }
  if (log) {
    if (dimension.step !== undefined) throw new RangeError(`${name} has a step and is searched by its logarithm`)
    if (kind === 'int' ? low < 1 : low <= 0) throw new RangeError(`${name} is searched by its logarithm from ${low}`)
    const room = kind === 'int' ? 0.5 : 0
    return { low: Math.log(low - room), high: Math.log(high + room), step: 0, choices: 0 }
  }
  const step = dimension.step ?? (kind === 'int' ? 1 : 0)
  checkStep(dimension, step)
  return { low: low - step / 2, high: high + step / 2, step, choices: 0 }
}

function checkStep({ name, kind, low, high }: Exclude<Dimension, { kind: 'categorical' }>, step: number): void {
  if (step === 0 && kind === 'float') return
  if (!(step > 0) || (kind === 'int' && !Number.isSafeInteger(step)))
    throw new RangeError(`${name} has a step of ${step}`)
  const steps = (high - low) / step
  if (Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, steps)) {
    throw new RangeError(`${name} does not come to ${high} from ${low} in steps of ${step}`)
  }
}

/** Whether a dimension takes part, given the codes of those before it. */
export function isActive({ dimensions }: SpaceCoding, index: number, codes: Float64Array): boolean {
  const { parent, parentCodes } = dimensions[index]!
  return parent < 0 || parentCodes.has(codes[parent]!)
}

/** Whether a dimension has a finite number of values. */
export function isDiscrete({ dimension, step, low, high }: CodedDimension): boolean {
  return dimension.kind !== 'float' || step > 0 || low === high
}

/** The values that a discrete dimension can take. */
export function countValues({ dimension, step, low, high, choices }: CodedDimension): number {
  if (dimension.kind === 'categorical') return choices
  if (step > 0) return Math.round((high - low) / step)
  return dimension.kind === 'int' ? dimension.high - dimension.low + 1 : 1
}

/** The code of value k of a discrete dimension, k from 0. */
export function codeOfValue(coded: CodedDimension, k: number): number {
  const { dimension, step } = coded
  if (dimension.kind === 'categorical') return k
  if (step > 0) return encodeValue(coded, steppedValue(dimension.low, step, k, dimension.high))
  return encodeValue(coded, dimension.low + k)
}

function steppedValue(low: number, step: number, k: number, high: number): number {
  return Math.min(low + k * step, high)
}

/** @throws RangeError for a value that the dimension can't take */
export function encodeValue({ dimension }: CodedDimension, value: ParameterValue): number {
  if (dimension.kind === 'categorical') {
    const choice = dimension.choices.indexOf(value)
    if (choice < 0) throw new RangeError(`${dimension.name} has no choice ${JSON.stringify(value)}`)
    return choice
  }
  const { name, low, high, log } = dimension
  if (typeof value !== 'number' || !(value >= low && value <= high)) {
    throw new RangeError(`${name} goes from ${low} to ${high}, got ${JSON.stringify(value)}`)
  }
  if (dimension.kind === 'int' && !Number.isInteger(value)) throw new RangeError(`${name} is an integer, got ${value}`)
  const steps = dimension.step === undefined ? 0 : (value - low) / dimension.step
  if (Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, steps)) {
    throw new RangeError(`${name} goes from ${low} in steps of ${dimension.step}, got ${value}`)
  }
  return log ? Math.log(value) : value
}

/** The value nearest to a code. */
export function decodeValue({ dimension, step }: CodedDimension, code: number): ParameterValue {
  if (dimension.kind === 'categorical') {
    return dimension.choices[Math.min(Math.max(Math.round(code), 0), dimension.choices.length - 1)]!
  }
  const { low, high } = dimension
  let value = dimension.log ? Math.exp(code) : code
  if (step > 0) value = steppedValue(low, step, Math.round((value - low) / step), high)
  if (dimension.kind === 'int') value = Math.round(value)
  return Math.min(Math.max(value, low), high)
}

/** The code of the value nearest to a code. */
export function settleCode(coded: CodedDimension, code: number): number {
  return encodeValue(coded, decodeValue(coded, code))
}

/**
 * Codes of the parameters, NaN where a dimension is inactive.
 *
 * @throws RangeError for a missing, unknown, impossible or inactive parameter
 */
export function encodeParameters(coding: SpaceCoding, parameters: TrialParameters): Float64Array {
  return encode(coding, parameters, false)
}

/** As `encodeParameters`, but parameters may be missing: NaN. */
export function encodeSomeParameters(coding: SpaceCoding, parameters: TrialParameters): Float64Array {
  return encode(coding, parameters, true)
}

function encode(coding: SpaceCoding, parameters: TrialParameters, mayMiss: boolean): Float64Array {
  const { dimensions, indexByName } = coding
  for (const name of Object.keys(parameters)) {
    if (!indexByName.has(name)) throw new RangeError(`the search space has no dimension ${name}`)
  }
  const codes = new Float64Array(dimensions.length).fill(Number.NaN)
  for (const [j, coded] of dimensions.entries()) {
    const { name } = coded.dimension
    const isGiven = Object.hasOwn(parameters, name)
    const isWanted = isActive(coding, j, codes)
    if (isGiven && !isWanted) throw new RangeError(`${name} is given and not active`)
    if (isWanted && !isGiven && !mayMiss) throw new RangeError(`${name} is active and not given`)
    if (isGiven) codes[j] = encodeValue(coded, parameters[name]!)
  }
  return codes
}

/** Values nearest to the codes; dimensions that their values make inactive are left out. */
export function decodeParameters(coding: SpaceCoding, codes: Float64Array): TrialParameters {
  const parameters: Record<string, ParameterValue> = {}
  const settled = new Float64Array(codes.length).fill(Number.NaN)
  for (const [j, coded] of coding.dimensions.entries()) {
    if (!isActive(coding, j, settled)) continue
    const value = decodeValue(coded, codes[j]!)
    parameters[coded.dimension.name] = value
    settled[j] = encodeValue(coded, value)
  }
  return parameters
}
