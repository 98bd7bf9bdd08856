import { type Factor, type MixtureFactor, type ModelTerms, parseFormula, type Term } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import { MODEL_PRESETS, type ModelPreset } from './model-presets.ts'

export interface ChosenTerms {
  readonly terms: ModelTerms
  readonly warnings: readonly Warning[]
}

/**
 * The terms of a preset or a formula.
 *
 * Numbers and categories: main effects; interactions of two; squares of numbers; special_cubic adds products of three, cubic
 * also cubes and squares times others.
 *
 * A mixture x of one group is Scheffé's: no intercept, since its shares sum to one. main: xᵢ. interactions, quadratic: and xᵢxⱼ.
 * special_cubic: and xᵢxⱼxₖ. cubic: and xᵢ²xⱼ, which spans the same as Scheffé's xᵢxⱼ(xᵢ − xⱼ). Process factors z beside it:
 * main adds z; from interactions on, xᵢz, in which z is contained, and z of second order (Kowalski, Cornell & Vining,
 * Communications in Statistics – Theory and Methods 29 (2000) 2255–2280). Components of further groups stand as process
 * factors, without the last of each group.
 *
 * @throws CodedError design_factor_unknown, formula_invalid
 */
export function chooseTerms(factors: readonly Factor[], model: string): ChosenTerms {
  const free = factors.filter(({ kind }) => kind !== 'block')
  if (MODEL_PRESETS.some((preset) => preset === model)) {
    return { terms: presetTerms(free, model as ModelPreset), warnings: [] }
  }
  return formulaTerms(factors, free, model)
}

function presetTerms(factors: readonly Factor[], preset: ModelPreset): ModelTerms {
  const groups = mixtureGroups(factors)
  const mixture = groups[0] ?? []
  const lasts = new Set<Factor | undefined>(groups.slice(1).map((group) => group.at(-1)))
  const process = factors.filter((factor) => !mixture.includes(factor as MixtureFactor) && !lasts.has(factor))
  const x = mixture.map(({ name }) => name)
  const z = process.map(({ name }) => name)
  const squared = process.filter(({ kind }) => kind !== 'categorical').map(({ name }) => name)
  const text = [
    ...(x.length > 0 ? mixtureTerms(x, z, preset) : z.map(quote)),
    ...(preset === 'main' ? [] : pairs(z)),
    ...(preset === 'main' || preset === 'interactions' ? [] : squared.map((name) => `I(${quote(name)}^2)`)),
    ...(x.length > 0 ? [] : thirdOrder(z, squared, preset)),
  ]
  const names = factors.map(({ name }) => name)
  return { ...parseFormula(text.join(' + '), { columns: names, features: names }), intercept: x.length === 0 }
}

function mixtureTerms(x: readonly string[], z: readonly string[], preset: ModelPreset): string[] {
  if (preset === 'main') return [...x, ...z].map(quote)
  const crossed = z.flatMap((process) => x.map((component) => `${quote(component)}:${quote(process)}`))
  const terms = [...x.map(quote), ...pairs(x), ...crossed]
  if (preset === 'special_cubic' || preset === 'cubic') terms.push(...triples(x))
  if (preset === 'cubic') terms.push(...pairsOf(x).map(([a, b]) => `I(${quote(a)}^2):${quote(b)}`))
  return terms
}

function thirdOrder(z: readonly string[], squared: readonly string[], preset: ModelPreset): string[] {
  if (preset !== 'special_cubic' && preset !== 'cubic') return []
  if (preset === 'special_cubic') return triples(z)
  const mixed = squared.flatMap((a) => z.filter((b) => b !== a).map((b) => `I(${quote(a)}^2):${quote(b)}`))
  return [...triples(z), ...squared.map((name) => `I(${quote(name)}^3)`), ...mixed]
}

function pairsOf(names: readonly string[]): [string, string][] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b): [string, string] => [a, b]))
}

function pairs(names: readonly string[]): string[] {
  return pairsOf(names).map(([a, b]) => `${quote(a)}:${quote(b)}`)
}

function triples(names: readonly string[]): string[] {
  return names.flatMap((a, i) => pairsOf(names.slice(i + 1)).map((rest) => [a, ...rest].map(quote).join(':')))
}

export function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

function formulaTerms(factors: readonly Factor[], free: readonly Factor[], formula: string): ChosenTerms {
  const columns = factors.map(({ name }) => name)
  const terms = readFormula(formula, { columns, features: free.map(({ name }) => name) })
  refusePowersOfCategories(factors, terms.terms, formula)
  if (!terms.intercept || !mixtureGroups(factors).some((group) => hasAll(terms.terms, group))) {
    return { terms, warnings: [] }
  }
  const message =
    'The intercept was left out of the model: all components of a mixture are in it, and their shares sum to one.'
  return { terms: { ...terms, intercept: false }, warnings: [{ code: 'intercept_left_out', level: 'note', message }] }
}

/** Left of `~`: what is to be measured, which a design need not know. */
const RESPONSE = /^\s*(?:[^~`"']+|`[^`]*`|"[^"]*")\s*~/

function readFormula(formula: string, context: { columns: string[]; features: string[] }): ModelTerms {
  try {
    const { intercept, terms } = parseFormula(formula.replace(RESPONSE, '~'), context)
    return { intercept, terms }
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'column_unknown') throw error
    throw unknownFactor('model', String(error.details['column']), context.columns)
  }
}

export function unknownFactor(parameter: string, factor: string, known: readonly string[]): CodedError {
  return new CodedError('design_factor_unknown', { parameter, factor, known })
}

/** A category stands for its contrasts: it has no square, logarithm or shift. */
function refusePowersOfCategories(factors: readonly Factor[], terms: readonly Term[], formula: string): void {
  for (const variable of terms.flatMap(({ variables }) => variables)) {
    const category = factors.find(
      ({ kind, name }) =>
        (kind === 'categorical' || kind === 'block') && variable.pieces.some(({ input }) => input === name),
    )
    if (category && variable.label !== category.name) {
      const problem = `${category.name} is a category and has no powers, functions or products within I(…); write a:b`
      throw new CodedError('formula_invalid', {
        near: variable.label,
        problem,
        position: formula.indexOf(category.name) + 1,
      })
    }
  }
}

function mixtureGroups(factors: readonly Factor[]): MixtureFactor[][] {
  const groups = new Map<string, MixtureFactor[]>()
  for (const factor of factors) {
    if (factor.kind === 'mixture') groups.set(factor.group, [...(groups.get(factor.group) ?? []), factor])
  }
  return [...groups.values()]
}

function hasAll(terms: readonly Term[], group: readonly MixtureFactor[]): boolean {
  const labels = new Set(terms.map(({ label }) => label))
  return group.every(({ name }) => labels.has(name))
}
