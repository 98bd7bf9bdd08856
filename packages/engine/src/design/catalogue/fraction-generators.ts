import { CodedError } from '@zerosec/errors'
import { factorLetters } from './alias-structure.ts'
import type { RegularFraction } from './regular-fraction.ts'

/**
 * Reads generators of a two-level fraction as they are written: `D=AB`, `E = -AC`, in the letters A, B, … of the factors (I is
 * left out; it means the mean). A right side may use factors that other generators make.
 *
 * @throws CodedError `design_generator_invalid`
 */
export function parseGenerators(factorCount: number, texts: readonly string[]): RegularFraction {
  const letters = factorLetters(factorCount)
  const generators = new Map<number, Generator>()
  for (const text of texts) {
    const generator = readGenerator(text, letters)
    if (generators.has(generator.factor)) refuse(text, `${letters[generator.factor]} is defined twice`)
    generators.set(generator.factor, generator)
  }
  const masks: number[] = []
  const signs: (1 | -1)[] = []
  let basics = 0
  for (let factor = 0; factor < factorCount; factor++) {
    if (generators.has(factor)) continue
    masks[factor] = 1 << basics++
    signs[factor] = 1
  }
  for (let open = [...generators.values()]; open.length > 0; ) {
    const ready = open.filter(({ product }) => product.every((factor) => masks[factor] !== undefined))
    if (ready.length === 0) refuse(open[0]!.text, 'it is defined by itself')
    for (const { factor, sign, product, text } of ready) {
      masks[factor] = product.reduce((mask, other) => mask ^ masks[other]!, 0)
      signs[factor] = product.reduce<1 | -1>((value, other) => (value === signs[other] ? 1 : -1), sign)
      if (masks[factor] === 0) refuse(text, 'its right side is constant')
    }
    open = open.filter((generator) => !ready.includes(generator))
  }
  return { basics, masks, signs }
}

interface Generator {
  readonly text: string
  readonly factor: number
  readonly sign: 1 | -1
  readonly product: readonly number[]
}

function readGenerator(text: string, letters: readonly string[]): Generator {
  const match = /^([A-Z])=([+\-−]?)([A-Z]+)$/.exec(text.replaceAll(/[\s*]/g, '').toUpperCase())
  if (!match) refuse(text, 'write it as D=AB or D=-AB')
  const numbers = Array.from(match[1]! + match[3]!, (letter) => {
    const number = letters.indexOf(letter)
    if (number < 0) refuse(text, `${letter} is no factor; the factors are ${letters.join(', ')}`)
    return number
  })
  const [factor, ...product] = numbers
  if (new Set(numbers).size < numbers.length) refuse(text, 'a factor stands in it twice')
  if (product.length < 2) refuse(text, 'its right side needs two factors at least')
  return { text, factor: factor!, sign: match[2] === '' || match[2] === '+' ? 1 : -1, product }
}

function refuse(generator: string, problem: string): never {
  throw new CodedError('design_generator_invalid', { generator, problem })
}
