import type { BlockFactor } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { CategoryColumn } from '@zerosec/table'
import type { OptimizationParameters } from './parameters.ts'
import type { RunFactor } from './run-factors.ts'

const NAME = 'Block'
const EARLIER = 'existing'

type BlockParameters = Pick<OptimizationParameters, 'blocks' | 'num_points'>

/**
 * The blocks of the new runs, and those of the existing ones: new runs are made at another time, so they never join a block
 * that is there. None where there are neither.
 *
 * @param existing  the table's column of blocks
 * @param levels    names of the new blocks; left out: numbered on
 * @throws CodedError parameter_invalid
 */
export function blockFactor(
  parameters: BlockParameters,
  existing: CategoryColumn | undefined,
  hasExisting: boolean,
  described?: { readonly name: string; readonly levels?: readonly string[] },
): RunFactor | undefined {
  const given = described?.levels?.filter((level) => !existing?.levels.includes(level))
  const sizes = blockSizes(parameters, existing ? 1 : 0, given)
  const earlier = existing?.levels ?? (hasExisting ? [EARLIER] : [])
  if (sizes.length === 0 || earlier.length + sizes.length < 2) return undefined
  const factor: BlockFactor = {
    kind: 'block',
    name: existing?.name ?? described?.name ?? NAME,
    levels: [...earlier, ...(given?.length ? given : nextNames(existing?.levels ?? [], sizes.length))],
    sizes: [...earlier.map(() => 0), ...sizes],
  }
  return {
    factor,
    column: { name: factor.name, digits: 0 },
    sources: existing ? [existing.name] : [],
    setting: (row) => (existing ? (existing.codes[row]! < 0 ? NaN : existing.codes[row]!) : 0),
  }
}

function blockSizes(
  { blocks, num_points: runs }: BlockParameters,
  fewest: number,
  given: readonly string[] | undefined,
): readonly number[] {
  const refuse = (problem: string) => {
    throw new CodedError('parameter_invalid', { parameter: 'blocks', problem })
  }
  if (typeof blocks !== 'number') {
    const sum = blocks.reduce((total, size) => total + size, 0)
    if (blocks.length > 0 && sum !== runs) refuse(`the sizes add up to ${sum}, and num_points is ${runs}`)
    if (blocks.length > 0 && given?.length && given.length !== blocks.length) {
      refuse(`it gives ${blocks.length} sizes for the blocks ${given.join(', ')}`)
    }
    if (blocks.length > 0) return blocks
  }
  const count = given?.length || Math.max(fewest, typeof blocks === 'number' ? blocks : 0)
  if (count > runs) refuse(`${count} blocks are more than the ${runs} runs of num_points`)
  const smaller = Math.floor(runs / Math.max(1, count))
  return Array.from({ length: count }, (_, k) => smaller + (k < runs - count * smaller ? 1 : 0))
}

/** B1, B2 …, as bare numbers would be read back as a quantity; 3 after 1 and 2. */
function nextNames(levels: readonly string[], count: number): string[] {
  const parts = levels.map((level) => /^(.*?)(\d+)$/.exec(level))
  const stem = parts[0]?.[1] ?? 'B'
  const areNumbered = levels.length > 0 && parts.every((part) => part !== null && part[1] === stem)
  const last = areNumbered ? Math.max(...parts.map((part) => Number(part![2]))) : 0
  const names = Array.from({ length: count }, (_, k) => `${stem}${last + k + 1}`)
  return areNumbered || levels.length === 0 ? names : names.map((name) => `new ${name}`)
}
