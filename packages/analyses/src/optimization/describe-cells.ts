import { CodedError } from '@zerosec/errors'
import type { FactorDescription, FactorType } from './factor-description.ts'
import type { Heading, HeadingRole } from './heading-words.ts'

/** The cells that describe a factor, in the order of the table. */
export type DescribedCells = readonly { readonly heading: Heading; readonly text: string }[]

const TYPES: readonly [FactorType, RegExp][] = [
  ['continuous', /^(continuous|numeric|number|real|float|quantitative|range|連続値?|連続量?|数値|実数|量的|計量値?)$/],
  ['discrete', /^(discrete|discretenumeric|integer|int|ordinal|離散値?|離散|整数|計数値?|段階)$/],
  [
    'categorical',
    /^(categorical|category|nominal|factor|qualitative|text|カテゴリカル?|カテゴリー?|質的|名義|文字列?|定性)$/,
  ],
  ['mixture', /^(mixture|component|ingredient|混合|配合|成分|組成|混合成分)$/],
  ['block', /^(block|blocking|ブロック)$/],
  ['covariate', /^(covariate|uncontrolled|共変量)$/],
]
/** Between levels; a point or a minus belongs to a number, and a blank to a name. */
const SEPARATORS = /[,、，;；|｜\n]+/
const SLASHES = /[/／]+/

/** @throws CodedError design_factor_invalid for a cell that can't be read */
export function readDescription(name: string, cells: DescribedCells): FactorDescription {
  const texts = new Map<HeadingRole, string>()
  for (const { heading, text } of cells) {
    if (heading.number === undefined && text !== '' && !texts.has(heading.role)) texts.set(heading.role, text)
  }
  const text = (role: HeadingRole) => texts.get(role) ?? ''
  const list = text('levels') || (text('high') === '' ? listIn(text('low')) : '')
  const levels = [
    ...splitLevels(list),
    ...cells
      .filter(({ heading, text: level }) => heading.number !== undefined && level !== '')
      .map((cell) => cell.text),
  ]
  const type = readType(name, text('type'))
  const ends = list === text('levels') ? [text('low'), text('high')] : ['', '']
  const areNames = levels.length === 0 && ends.every((end) => end !== '' && readNumber(end) === undefined)
  const group = readGroup(text('group'))
  return {
    name,
    type,
    low: areNames ? undefined : numberIn(name, 'low', ends[0]!),
    high: areNames ? undefined : numberIn(name, 'high', ends[1]!),
    levels: areNames ? ends : levels.length > 0 ? levels : undefined,
    step: stepIn(name, text('step')),
    group: type === undefined || type === 'mixture' ? group : undefined,
    total: group === undefined && type !== 'mixture' ? undefined : numberIn(name, 'total', text('total')),
    unit: text('unit') || undefined,
    digits: digitsIn(name, text('digits')),
  }
}

/** Levels of a list; a slash separates only where nothing else does, as in 粗/中/細. */
function splitLevels(text: string): string[] {
  const split = (pattern: RegExp) =>
    text
      .split(pattern)
      .map((level) => level.trim())
      .filter((level) => level !== '')
  const parts = split(SEPARATORS)
  return parts.length === 1 ? split(SLASHES) : parts
}

/** A list of levels that stands where the low would. */
function listIn(text: string): string {
  return readNumber(text) === undefined && splitLevels(text).length > 1 ? text : ''
}

function readType(factor: string, text: string): FactorType | undefined {
  if (text === '') return undefined
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '')
  const type = TYPES.find(([, words]) => words.test(plain))?.[0]
  if (type) return type
  const known = TYPES.map(([each]) => each).join(', ')
  return invalid(factor, `its type "${text}" is none of ${known}`)
}

/** 0 means that the factor is in no group. */
function readGroup(text: string): string | undefined {
  return text === '' || Number(text) === 0 ? undefined : text
}

function readNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').replace(/[−‐‑]/g, '-').trim()
  if (plain === '') return undefined
  const value = Number(/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : plain)
  return Number.isFinite(value) ? value : undefined
}

function numberIn(factor: string, field: string, text: string): number | undefined {
  if (text === '') return undefined
  return readNumber(text) ?? invalid(factor, `its ${field} "${text}" is no number`)
}

function stepIn(factor: string, text: string): number | undefined {
  const step = numberIn(factor, 'step', text)
  if (step === undefined || step > 0) return step
  return step === 0 ? undefined : invalid(factor, `its step ${step} is below 0; give a step above 0`)
}

function digitsIn(factor: string, text: string): number | undefined {
  const digits = numberIn(factor, 'digits', text)
  if (digits === undefined || (Number.isInteger(digits) && Math.abs(digits) <= 12)) return digits
  return invalid(factor, `its number of digits "${text}" is no whole number from -12 to 12`)
}

function invalid(factor: string, problem: string): never {
  throw new CodedError('design_factor_invalid', { factor, problem })
}
