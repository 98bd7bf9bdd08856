import { type HeadingRole, headingOf } from '@zerosec/analyses/plan'
import { typedNumber } from '../numbers/typed-number.ts'
import { emptyFactor, type FactorDraft, type FactorType } from './plan-draft.ts'
import { typedTexts } from './typed-values.ts'

export type PastedFactor = Omit<FactorDraft, 'id'>

/** What a row of cells says of one factor; several levels are joined by semicolons. */
type Cells = Partial<Record<HeadingRole, string>>

const TYPES: readonly (readonly [RegExp, FactorType])[] = [
  [/^(continuous|連続値?|連続変数)$/i, 'continuous'],
  [/^(discrete|discrete numeric|離散値?|離散変数)$/i, 'discrete'],
  [/^(categor(y|ical)|nominal|カテゴリー?|質的|名義)$/i, 'categorical'],
  [/^(mixture|component|混合|配合|成分)$/i, 'mixture'],
  [/^(block|ブロック)$/i, 'block'],
]

/**
 * The factors of a block of cells copied from a spreadsheet. Three layouts are known: a table with headings (name, type, low,
 * high, levels, step, unit), the same without headings (name, then low and high, or the levels), and the earlier tool's, a
 * column a factor with rows min, max and step. Empty where the text is none of them.
 */
export function pastedFactors(text: string): PastedFactor[] {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== ''))
  const [first = []] = rows
  if (first.length < 2) return []
  const roles = first.map(roleOf)
  if (roles.includes('name') && roles.filter((role) => role !== undefined).length > 1) {
    return rows.slice(1).flatMap((cells) => factorOf(cellsByRole(roles, cells)))
  }
  const labels = rows.map(([label = '']) => roleOf(label))
  if (labels.includes('low') && labels.includes('high')) {
    return first.slice(1).flatMap((name, index) => factorOf({ ...cellsByRole(labels, column(rows, index + 1)), name }))
  }
  return rows.flatMap((cells) => factorOf(cellsByPosition(cells)))
}

function roleOf(heading: string): HeadingRole | undefined {
  return headingOf(heading)?.role
}

function column(rows: readonly (readonly string[])[], index: number): string[] {
  return rows.map((cells) => cells[index] ?? '')
}

function cellsByRole(roles: readonly (HeadingRole | undefined)[], cells: readonly string[]): Cells {
  const found: Cells = {}
  roles.forEach((role, index) => {
    const cell = cells[index] ?? ''
    if (role === undefined || cell === '') return
    found[role] = role === 'levels' && found.levels !== undefined ? `${found.levels}; ${cell}` : cell
  })
  return found
}

/** name, [type], low, high, or name, [type] and the levels. */
function cellsByPosition(cells: readonly string[]): Cells {
  const [name = '', ...others] = cells
  const type = typeOf(others[0]) === undefined ? undefined : others[0]
  const values = (type === undefined ? others : others.slice(1)).filter((cell) => cell !== '')
  const [low = '', high = ''] = values
  const isRange = values.length === 2 && typedNumber(low) !== null && typedNumber(high) !== null
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...(isRange ? { low, high } : { levels: values.join('; ') }),
  }
}

function factorOf(cells: Cells): PastedFactor[] {
  const { name, unit } = splitUnit(cells.name ?? '')
  if (name === '') return []
  const { low = '', high = '', step = '', levels = '' } = cells
  const { id: _, ...blank } = emptyFactor(0)
  const type = typeOf(cells.type) ?? typeOfValues(levels, step)
  const stepped = type === 'discrete' && levels === '' && step !== ''
  return [
    {
      ...blank,
      name,
      type,
      unit: cells.unit ?? unit,
      levels: stepped ? `${low} to ${high} by ${step}` : levels,
      ...(type === 'continuous' || type === 'mixture' ? { low, high } : {}),
      ...(type === 'mixture' ? { step, total: cells.total ?? blank.total } : {}),
    },
  ]
}

function typeOf(word = ''): FactorType | undefined {
  const plain = word.normalize('NFKC').trim()
  return TYPES.find(([pattern]) => pattern.test(plain))?.[1]
}

function typeOfValues(levels: string, step: string): FactorType {
  if (levels === '') return step === '' ? 'continuous' : 'discrete'
  return typedTexts(levels).every((level) => typedNumber(level) !== null) ? 'discrete' : 'categorical'
}

/** "temperature [°C]" and "温度（℃）" carry their unit with them. */
function splitUnit(heading: string): { name: string; unit: string } {
  const [, name, unit] = /^(.*\S)\s*[[(［（]([^\])］）]+)[\])］）]$/.exec(heading.trim()) ?? []
  return name === undefined ? { name: heading.trim(), unit: '' } : { name, unit: unit?.trim() ?? '' }
}
