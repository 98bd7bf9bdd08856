import { derivedName, parseDerivedQuantity } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { levelNames } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import { readFactorTable } from '../optimization/factor-table.ts'
import { plainName } from '../optimization/run-cells.ts'
import { shortNumber } from '../plot-parts.ts'
import type { PlainInput } from './feature-matrix.ts'
import { nearName } from './near-names.ts'
import { type GridSetting, MOST_POINTS, type PredictionParameters } from './parameters.ts'

/** A factor of the grid with the settings that it takes. */
export interface GridFactor {
  readonly name: string
  readonly levels: readonly (number | string | boolean)[]
}

export interface GridPlan {
  readonly factors: readonly GridFactor[]
  /** Expressions of inputs that follow from factors. */
  readonly derived: readonly string[]
  readonly points: number
  readonly warnings: readonly Warning[]
}

interface Open {
  readonly name: string
  readonly low: number
  readonly high: number
}

/**
 * The settings of every input of the model: those of the parameters, else those that the table lists (one row or one column a factor,
 * with low, high, step or levels), else all levels of a category and evenly spaced values of the range that the model was
 * trained in. An input that the model's table had calculated follows from its factors where the grid has them all.
 *
 * @throws CodedError prediction_grid_invalid
 */
export function planGrid(
  inputs: readonly PlainInput[],
  expressions: readonly string[],
  parameters: PredictionParameters,
  table: Table,
): GridPlan {
  const listed = settingsOfTable(table)
  const given = new Map(
    [...listed.settings, ...Object.entries(parameters.grid)].map(([name, setting]) => [
      inputName(inputs, name),
      setting,
    ]),
  )
  const { derived, sources } = derivableInputs(inputs, expressions, given)
  const names = new Set([...inputs.map(({ name }) => name), ...sources])
  checkNames([...given.keys()], [...names], derived)
  const wanted = [...names].filter((name) => !derived.some((each) => each.name === name))
  const settled = wanted.map((name) => {
    const input = inputs.find((each) => each.name === name)
    const setting = given.get(name)
    return setting === undefined ? openSetting(input!) : { name, levels: levelsOfSetting(name, setting, input) }
  })
  const fixed = settled.reduce((product, each) => product * ('levels' in each ? each.levels.length : 1), 1)
  const open = settled.filter((each): each is Open => !('levels' in each))
  const each = levelsEach(open.length, Math.max(1, Math.floor(parameters.grid_points / fixed)))
  const factors = settled.map((one) => ('levels' in one ? one : { name: one.name, levels: evenLevels(one, each) }))
  const points = factors.reduce((product, { levels }) => product * levels.length, 1)
  if (points > MOST_POINTS) {
    const counts = factors.map(({ name, levels }) => `${name} ${levels.length}`).join(', ')
    throw invalid(
      `${points.toLocaleString('en')} points are more than ${MOST_POINTS.toLocaleString('en')} (settings: ${counts}); use larger steps`,
    )
  }
  return {
    factors,
    derived: derived.map(({ expression }) => expression),
    points,
    warnings: [
      ...listed.warnings,
      ...openWarnings(open, each, points),
      ...varyingWarnings(expressions, derived, inputs),
    ],
  }
}

/** An input is also meant by its name without the unit. */
function inputName(inputs: readonly PlainInput[], name: string): string {
  if (inputs.some((input) => input.name === name)) return name
  const alike = inputs.filter((input) => plainName(input) === name)
  return alike.length === 1 ? alike[0]!.name : name
}

function settingsOfTable(table: Table): { settings: readonly [string, GridSetting][]; warnings: readonly Warning[] } {
  const factors = readFactorTable(table)
  if (!factors) {
    const message =
      'The table lists no factors with their ranges, so it was not used: the grid comes from the parameters and the model.'
    return { settings: [], warnings: [{ code: 'table_not_used', level: 'note', message }] }
  }
  const settings = factors.descriptions.flatMap(({ name, low, high, step, levels }): [string, GridSetting][] => {
    if (levels !== undefined) return [[name, { levels: [...levels] }]]
    if (low === undefined || high === undefined) return []
    return [[name, { low, high, ...(step === undefined ? {} : { step }) }]]
  })
  return { settings, warnings: [] }
}

interface DerivedInput {
  readonly name: string
  readonly expression: string
}

/** Inputs that follow from others, and the factors that they need beside the inputs. */
function derivableInputs(
  inputs: readonly PlainInput[],
  expressions: readonly string[],
  given: ReadonlyMap<string, GridSetting>,
): { derived: DerivedInput[]; sources: string[] } {
  const known = new Set([...inputs.map(({ name }) => name), ...given.keys()])
  const derived: DerivedInput[] = []
  const sources = new Set<string>()
  for (const expression of expressions) {
    const columns = [...known].map((name) => ({ name }))
    const read = tryRead(expression, columns)
    if (!read || given.has(read.name)) continue
    derived.push({ name: read.name, expression })
    known.add(read.name)
    for (const source of read.inputs) if (!derived.some(({ name }) => name === source)) sources.add(source)
  }
  return { derived, sources: [...sources] }
}

function tryRead(expression: string, columns: readonly { name: string }[]) {
  try {
    return parseDerivedQuantity(expression, columns)
  } catch (error) {
    if (error instanceof CodedError) return null // one of its columns is no factor of the grid
    throw error
  }
}

function checkNames(given: readonly string[], names: readonly string[], derived: readonly DerivedInput[]): void {
  for (const name of given) {
    if (names.includes(name) || derived.some((each) => each.name === name)) continue
    const like = nearName(name, names)
    const hint = like === undefined ? `the model reads ${names.join(', ')}` : `did you mean "${like}"?`
    throw invalid(`"${name}" is no input of the model; ${hint}`)
  }
}

function openSetting(input: PlainInput): Open | GridFactor {
  if (input.kind === 'number') {
    const { name, low, high } = input
    return low === high ? { name, levels: [low] } : { name, low, high }
  }
  return { name: input.name, levels: input.kind === 'boolean' ? [false, true] : levelNames(input) }
}

function levelsOfSetting(
  name: string,
  setting: GridSetting,
  input: PlainInput | undefined,
): readonly (number | string | boolean)[] {
  const levels = settingLevels(name, setting)
  const isNumber = input === undefined || input.kind === 'number'
  if (!isNumber) {
    const known: readonly string[] = levelNames(input)
    const unknown = levels.find((level) => !known.includes(String(level)))
    if (unknown !== undefined)
      throw invalid(`${name} has no level "${unknown}" in the model; it has ${known.slice(0, 20).join(', ')}`)
    return input.kind === 'boolean' ? levels.map((level) => String(level) === 'true') : levels.map(String)
  }
  return levels.map((level) => {
    const value = typeof level === 'string' && level.trim() !== '' ? Number(level) : level
    if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(`${name} takes numbers, not "${level}"`)
    return value
  })
}

function settingLevels(name: string, setting: GridSetting): readonly (number | string | boolean)[] {
  if (typeof setting !== 'object') return [setting]
  if ('levels' in setting) return [...new Set(setting.levels)]
  const { low, high, step, points } = setting
  if (low > high) throw invalid(`the low end of ${name} is above its high end`)
  if (step !== undefined && points !== undefined) throw invalid(`${name} takes a step or a number of points, not both`)
  if (low === high) return [low]
  if (step === undefined) return evenLevels({ name, low, high }, points ?? 11)
  const count = Math.floor((high - low) / step + 1e-9) + 1
  if (count > MOST_POINTS) throw invalid(`${name} has ${count} settings; use a larger step`)
  const digits = Math.min(15, Math.max(decimalsOf(low), decimalsOf(step)))
  return Array.from({ length: count }, (_, k) => Number((low + k * step).toFixed(digits)))
}

function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent))
}

/** The most settings that k factors can have within so many points, one at least. */
function levelsEach(factors: number, points: number): number {
  if (factors === 0) return 1
  let each = Math.max(1, Math.floor(points ** (1 / factors)))
  while ((each + 1) ** factors <= points) each++
  return each
}

function evenLevels({ low, high }: Open, count: number): readonly number[] {
  if (count === 1) return [(low + high) / 2]
  return Array.from({ length: count }, (_, k) => Number((low + (k * (high - low)) / (count - 1)).toPrecision(12)))
}

function openWarnings(open: readonly Open[], each: number, points: number): Warning[] {
  if (open.length === 0) return []
  const ranges = open.map(({ name, low, high }) => `${name} ${shortNumber(low)} to ${shortNumber(high)}`).join(', ')
  const message =
    `Settings not given were taken from the model's training range, ${each} evenly spaced ${each === 1 ? 'setting' : 'settings'} each: ${ranges}. ` +
    `The grid has ${points.toLocaleString('en')} points; give ranges and steps, or raise grid_points, for a finer one.`
  return [
    { code: 'grid_from_model', level: each < 3 ? 'caution' : 'note', message, columns: open.map(({ name }) => name) },
  ]
}

function varyingWarnings(
  expressions: readonly string[],
  derived: readonly DerivedInput[],
  inputs: readonly PlainInput[],
): Warning[] {
  const names = expressions.map(derivedName)
  const varied = names.filter(
    (name) => inputs.some((input) => input.name === name) && !derived.some((each) => each.name === name),
  )
  if (varied.length === 0) return []
  return [
    {
      code: 'derived_input_varied',
      level: 'caution',
      message:
        `${varied.join(', ')} was calculated from other columns when the model was made, and the grid varies it by itself: give settings ` +
        'of the columns it comes from, so that it follows from them.',
      columns: varied,
    },
  ]
}

function invalid(problem: string): CodedError {
  return new CodedError('prediction_grid_invalid', { problem })
}
