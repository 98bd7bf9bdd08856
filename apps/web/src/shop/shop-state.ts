import { isDay } from './day.ts'
import { type DayRange, PRESETS, type RangeChoice, type ShopGrain } from './range.ts'

export const COMPARISONS = [
  { name: 'previous', label: 'Previous period', short: 'previous period' },
  { name: 'previous_year_weekday', label: 'Previous year, same weekdays', short: 'year before, by weekday' },
  { name: 'previous_year_calendar', label: 'Previous year, same dates', short: 'year before' },
  { name: 'off', label: 'No comparison', short: '' },
] as const
export type Comparison = (typeof COMPARISONS)[number]['name']

export const GRAINS = [
  { name: 'auto', label: 'Auto' },
  { name: 'day', label: 'Day' },
  { name: 'week', label: 'Week' },
  { name: 'month', label: 'Month' },
] as const

/** What charts can be clicked for. */
export const FILTER_DIMENSIONS = ['category', 'product', 'country', 'region', 'channel'] as const
export type FilterDimension = (typeof FILTER_DIMENSIONS)[number]

/** Values of one dimension, any of them; null: rows without a value. */
export interface ShopFilter {
  readonly dimension: FilterDimension
  readonly values: readonly string[] | null
}

/** What the open dialog is of, where it is not of the whole page: one group, perhaps of other days. */
export interface ShopDetail {
  /** A dimension of the catalogue. */
  readonly dimension: string
  readonly value: string | null
  readonly range?: DayRange
}

/** All that decides what the page shows. It stands in the address, so that a link shows the same. */
export interface ShopState {
  readonly range: RangeChoice
  readonly comparison: Comparison
  readonly grain: ShopGrain | 'auto'
  readonly filters: readonly ShopFilter[]
  /** The metric whose dialog is open. */
  readonly metric: string | null
  readonly detail: ShopDetail | null
}

export const START: ShopState = {
  range: '12m',
  comparison: 'previous',
  grain: 'auto',
  filters: [],
  metric: null,
  detail: null,
}

/** What an address says; what it doesn't say, or not in our words, is as at the start. */
export function readState(query: URLSearchParams): ShopState {
  return {
    range: readRange(query),
    comparison: COMPARISONS.find(({ name }) => name === query.get('compare'))?.name ?? START.comparison,
    grain: GRAINS.find(({ name }) => name === query.get('grain'))?.name ?? START.grain,
    filters: FILTER_DIMENSIONS.flatMap((dimension): ShopFilter[] => {
      const values = query.getAll(dimension)
      if (values.length > 0) return [{ dimension, values: [...new Set(values)] }]
      return query.getAll('without').includes(dimension) ? [{ dimension, values: null }] : []
    }),
    metric: query.get('metric'),
    detail: query.get('metric') === null ? null : readDetail(query),
  }
}

/** `of=category:Rugs`, `of=category` for rows without one; `at=2026-03-01..2026-04-01`. */
function readDetail(query: URLSearchParams): ShopDetail | null {
  const [, dimension, value] = /^([a-z][a-z_]*)(?::([^]*))?$/.exec(query.get('of') ?? '') ?? []
  if (dimension === undefined) return null
  const [from = '', to = ''] = (query.get('at') ?? '').split('..')
  const range = isDay(from) && isDay(to) && from < to ? { range: { from, to } } : {}
  return { dimension, value: value ?? null, ...range }
}

function readRange(query: URLSearchParams): RangeChoice {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  if (isDay(from) && isDay(to) && from < to) return { from, to }
  return PRESETS.find(({ name }) => name === query.get('range'))?.name ?? START.range
}

/** The address of a state: what is as at the start is left out. */
export function writeState({ range, comparison, grain, filters, metric, detail }: ShopState): string {
  const query = new URLSearchParams()
  if (typeof range === 'object') {
    query.set('from', range.from)
    query.set('to', range.to)
  } else if (range !== START.range) query.set('range', range)
  if (comparison !== START.comparison) query.set('compare', comparison)
  if (grain !== START.grain) query.set('grain', grain)
  for (const { dimension, values } of filters) {
    if (values === null) query.append('without', dimension)
    else for (const value of values) query.append(dimension, value)
  }
  if (metric !== null) query.set('metric', metric)
  if (metric !== null && detail !== null) {
    query.set('of', detail.value === null ? detail.dimension : `${detail.dimension}:${detail.value}`)
    if (detail.range) query.set('at', `${detail.range.from}..${detail.range.to}`)
  }
  return query.toString()
}

/** Takes a value into the filters, or out of them. Rows without a value can't be asked for together with others. */
export function toggled(
  filters: readonly ShopFilter[],
  dimension: FilterDimension,
  value: string | null,
): ShopFilter[] {
  const others = filters.filter((filter) => filter.dimension !== dimension)
  const here = filters.find((filter) => filter.dimension === dimension)
  if (value === null) return here?.values === null ? others : [...others, { dimension, values: null }]
  const before = here?.values ?? []
  const values = before.includes(value) ? before.filter((one) => one !== value) : [...before, value]
  return values.length === 0 ? others : [...others, { dimension, values }]
}

export function isChosen(filters: readonly ShopFilter[], dimension: FilterDimension, value: string | null): boolean {
  const here = filters.find((filter) => filter.dimension === dimension)
  return here !== undefined && (value === null ? here.values === null : (here.values ?? []).includes(value))
}
