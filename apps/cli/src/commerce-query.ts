import { duckdbWarehouse, openSnapshot, openWarehouse, queryText, runQuery, type Warehouse } from '@zerosec/commerce'
import type { CommerceColumn, CommerceFilter, CommerceQueryInput, CommerceResult } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Call } from './command.ts'
import { warehouseOption } from './commerce-options.ts'
import { placeOfCall } from './commerce-place.ts'
import { type TextColumn, textTable } from './text-table.ts'

/** `zerosec commerce query` */
export async function query(call: Call): Promise<void> {
  const asked = queryOfCall(call)
  const { warehouse, close } = await warehouseOfCall(call)
  try {
    if (call.flag('sql')) {
      process.stdout.write(`${await queryText(warehouse, asked)}\n`)
      return
    }
    const result = await runQuery(warehouse, asked)
    process.stdout.write(`${call.flag('json') ? JSON.stringify(result, null, 2) : resultText(result)}\n`)
  } finally {
    await close()
  }
}

/** What answers: the snapshot that is asked for, or another warehouse. */
async function warehouseOfCall(call: Call): Promise<{ warehouse: Warehouse; close: () => Promise<void> | void }> {
  const name = warehouseOption(call, 'in')
  if (name !== undefined) {
    const lost = ['snapshot', 'workspace'].find((option) => call.text(option) !== undefined)
    if (lost !== undefined) {
      const problem = 'it is of the snapshots here; what another warehouse has says its snapshot_facts'
      throw new CodedError('option_invalid', { option: `--${lost}`, problem })
    }
    const warehouse = await openWarehouse(name, process.env)
    return { warehouse, close: () => warehouse.close() }
  }
  const snapshot = await openSnapshot(placeOfCall(call), call.text('snapshot'))
  return { warehouse: duckdbWarehouse([snapshot.connection]), close: snapshot.close }
}

const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const

/**
 * What the arguments ask for; names and values are checked where the query is run.
 * @throws CodedError option_invalid
 */
export function queryOfCall(call: Call): CommerceQueryInput {
  const by = call.texts('by').flatMap((names) => names.split(','))
  const grains = GRAINS.filter((grain) => by.includes(grain))
  if (grains.length > 1)
    throw new CodedError('option_invalid', { option: '--by', problem: 'it takes one unit of time' })
  const [from, to, order, asOf] = ['from', 'to', 'order', 'as-of'].map((name) => call.text(name))
  const limit = call.text('limit')
  const weekday = call.text('first-weekday')
  return {
    metrics: [...call.positionals],
    dimensions: by.filter((name) => !GRAINS.includes(name as (typeof GRAINS)[number])),
    grain: grains[0] ?? 'none',
    filters: filtersOf(call.texts('where')),
    comparison: comparisonOf(call.text('compare')),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(asOf === undefined ? {} : { as_of: asOf }),
    ...(order === undefined
      ? {}
      : { order: { by: order, direction: call.flag('ascending') ? 'ascending' : 'descending' } }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
    ...(weekday === undefined ? {} : { first_weekday: weekday as 'monday' | 'sunday' }),
  }
}

function comparisonOf(text: string | undefined): NonNullable<CommerceQueryInput['comparison']> {
  if (text === undefined) return { with: 'off' }
  const range = /^(\S+)\.\.(\S+)$/.exec(text)
  if (range) return { with: 'custom', from: range[1] ?? '', to: range[2] ?? '' }
  return { with: text } as NonNullable<CommerceQueryInput['comparison']>
}

/** Values of one dimension that are asked for one by one are alternatives. */
function filtersOf(conditions: readonly string[]): CommerceFilter[] {
  const filters = new Map<string, CommerceFilter>()
  for (const condition of conditions) {
    const match = /^([a-z_0-9]+)(!=|>=|=|<)(.*)$/s.exec(condition)
    if (!match) {
      throw new CodedError('option_invalid', { option: '--where', problem: `"${condition}" is not like country=DE` })
    }
    const [, dimension = '', sign = '', value = ''] = match
    const filter = filterOf(dimension, sign, value)
    const key = `${dimension} ${filter.is}`
    const before = filters.get(key)
    filters.set(key, before ? joined(before, filter) : filter)
  }
  return [...filters.values()]
}

function filterOf(dimension: string, sign: string, value: string): CommerceFilter {
  if (sign === '>=') return { dimension, is: 'range', from: value }
  if (sign === '<') return { dimension, is: 'range', to: value }
  if (value === '') return { dimension, is: sign === '=' ? 'null' : 'not_null' }
  return { dimension, is: sign === '=' ? 'in' : 'not_in', values: [value] }
}

function joined(one: CommerceFilter, other: CommerceFilter): CommerceFilter {
  if ('values' in one && 'values' in other) return { ...one, values: [...one.values, ...other.values] }
  return { ...one, ...other }
}

/** A table for reading, and what is to be known of it. */
export function resultText(result: CommerceResult): string {
  const columns = result.columns.filter(({ role }) => role !== 'previous_bucket')
  const shown = columns.map(({ label, role }): TextColumn => {
    const isText = role === 'bucket' || role === 'dimension' || role === 'partial'
    return { label: role === 'partial' ? '' : label, align: isText ? 'left' : 'right', maxWidth: 40 }
  })
  const rows = Array.from({ length: result.rows }, (_, row) =>
    columns.map((column) => cellText(column, row, result.currency)),
  )
  const isOneRow = !columns.some(({ role }) => role === 'bucket' || role === 'dimension')
  const total = columns.map((column, j) => (j === 0 ? 'total' : totalText(result, column)))
  return [
    `${result.period.from} to ${result.period.to}, the last day excluded${result.currency === null ? '' : `; amounts in ${result.currency}`}`,
    ...(result.previous_period
      ? [`compared with ${result.previous_period.from} to ${result.previous_period.counted_to}`]
      : []),
    '',
    textTable(shown, isOneRow ? rows : [...rows, total]),
    ...(result.groups > result.rows && isLimited(result)
      ? [`\n${result.groups} groups in all; totals are of all of them`]
      : []),
    ...result.excluded.map(({ of, reason, rows }) => `not counted: ${rows} ${of}, ${reason}`),
    ...result.notes.map(({ text }) => `note: ${text}`),
  ].join('\n')
}

function isLimited({ grain, columns }: CommerceResult): boolean {
  return grain === 'none' && columns.some(({ role }) => role === 'dimension')
}

function cellText({ role, unit, values }: CommerceColumn, row: number, currency: string | null): string {
  const value = values[row] ?? null
  if (role === 'partial') return value === true ? 'partial' : ''
  if (value === null) return '–'
  return typeof value === 'number' ? valueText(value, role === 'delta' ? 'delta' : unit, currency) : String(value)
}

function totalText(result: CommerceResult, { role, unit, metric }: CommerceColumn): string {
  if (metric === undefined) return ''
  const of = { metric: result.values, previous: result.previous_values, delta: result.deltas }
  const value = role === 'metric' || role === 'previous' || role === 'delta' ? of[role][metric] : undefined
  return value === undefined || value === null
    ? '–'
    : valueText(value, role === 'delta' ? 'delta' : unit, result.currency)
}

function valueText(value: number, unit: CommerceColumn['unit'] | 'delta', currency: string | null): string {
  const digits = (places: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })
  switch (unit) {
    case 'money':
      return digits(currency === null ? 2 : smallestPlaces(currency))
    case 'ratio':
      return `${(value * 100).toFixed(1)} %`
    case 'delta':
      return `${value >= 0 ? '+' : '−'}${Math.abs(value * 100).toFixed(1)} %`
    case 'count':
      return digits(0)
    default:
      return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
  }
}

/** Digits behind the point of a currency's smallest unit: 2 of euros, none of yen. */
function smallestPlaces(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
