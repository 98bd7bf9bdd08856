import { CodedError } from '@zerosec/errors'
import type { Dimension, ParameterValue, SearchSpace } from '../tuning/space.ts'
import type { Setting } from './learner.ts'

/** Per hyperparameter a value, [low, high] of numbers, or a list of choices. */
export type Narrowing = Readonly<Record<string, unknown>>

/**
 * The space with dimensions fixed or narrowed as the user said. A range of numbers may be wider than the one that is searched by itself.
 *
 * @param model   for the errors
 * @param limits  what the algorithm takes, by name; not said: whole numbers from 1, others from 0
 * @throws CodedError hyperparameter_unknown, hyperparameter_invalid
 */
export function narrowSpace(
  space: SearchSpace,
  narrowing: Narrowing,
  model: string,
  limits: Readonly<Record<string, readonly [number, number]>> = {},
): SearchSpace {
  const known = space.map(({ name }) => name)
  for (const name of Object.keys(narrowing)) {
    if (!known.includes(name)) throw new CodedError('hyperparameter_unknown', { model, name, known })
  }
  return space.map((dimension) =>
    Object.hasOwn(narrowing, dimension.name)
      ? narrowed(dimension, narrowing[dimension.name], model, limits[dimension.name])
      : dimension,
  )
}

/** Starting settings moved into the narrowed space. */
export function fitStarts(space: SearchSpace, starts: readonly Setting[]): Setting[] {
  return starts.map((start) =>
    Object.fromEntries(
      space.flatMap((dimension) => {
        const value = start[dimension.name]
        return value === undefined ? [] : [[dimension.name, nearest(dimension, value)]]
      }),
    ),
  )
}

function narrowed(
  dimension: Dimension,
  wish: unknown,
  model: string,
  limits: readonly [number, number] | undefined,
): Dimension {
  const refuse = (problem: string): never => {
    throw new CodedError('hyperparameter_invalid', { model, name: dimension.name, problem })
  }
  if (dimension.kind === 'categorical') {
    const choices = (Array.isArray(wish) ? wish : [wish]) as ParameterValue[]
    const unknown = choices.find((choice) => !dimension.choices.includes(choice))
    if (choices.length === 0 || unknown !== undefined) refuse(`it takes ${dimension.choices.join(', ')}`)
    return { ...dimension, choices: [...new Set(choices)] }
  }
  const numbers = (Array.isArray(wish) ? wish : [wish]) as number[]
  if (numbers.length === 0 || !numbers.every((value) => Number.isFinite(value)))
    refuse('it takes a number or [low, high]')
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  if (dimension.kind === 'int' && !numbers.every(Number.isInteger)) refuse('it takes whole numbers')
  const [least, most] = limits ?? [dimension.kind === 'int' ? 1 : 0, Number.POSITIVE_INFINITY]
  if (low < least) refuse(`it is ${least} or more`)
  if (high > most) refuse(`it is ${most} at most`)
  if (dimension.log && low <= 0) refuse('it is above 0')
  return { ...dimension, low, high }
}

function nearest(dimension: Dimension, value: number | string): number | string {
  if (dimension.kind !== 'categorical') return Math.min(dimension.high, Math.max(dimension.low, value as number))
  return dimension.choices.includes(value) ? value : (dimension.choices[0] as string)
}
