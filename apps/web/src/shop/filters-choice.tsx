import type { CommerceFilter } from '@zerosec/contract'
import { plural } from '../numbers/format.ts'
import { filtersOf } from './dashboard-queries.ts'
import { shopFormat } from './shop-format.ts'
import type { ShopFilter } from './shop-state.ts'
import { filterWords } from './shop-view.ts'
import type { Shop } from './use-shop.ts'

interface FiltersChoiceProps {
  readonly shop: Shop
  /** Of the page. */
  readonly filters: readonly ShopFilter[]
  /** What it was filtered by before it is changed; undefined: it is new. */
  readonly before: readonly CommerceFilter[] | undefined
}

/** What it is filtered by: of something new the page's filters or none; else also those that it has. */
export function FiltersChoice({ shop, filters, before }: FiltersChoiceProps) {
  const words = filters.map((each) => filterWords({ format: shopFormat(shop.currency) }, each)).join(', ')
  if (before === undefined) {
    return (
      filters.length > 0 && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="filters" value="page" defaultChecked />
          Only {words}, as the page shows now
        </label>
      )
    )
  }
  if (filters.length === 0 && before.length === 0) return null
  return (
    <label className="label block">
      Filtered by
      <select name="filters" className="field mt-0.5" defaultValue={before.length > 0 ? 'before' : 'none'}>
        {before.length > 0 && <option value="before">what it has now: {plural(before.length, 'filter')}</option>}
        {filters.length > 0 && <option value="page">{words}, as the page shows now</option>}
        <option value="none">nothing</option>
      </select>
    </label>
  )
}

export function filtersOfForm(
  form: FormData,
  { filters, before = [] }: Pick<FiltersChoiceProps, 'filters' | 'before'>,
): CommerceFilter[] {
  const chosen = form.get('filters')
  if (chosen === 'page') return filtersOf(filters)
  return chosen === 'before' ? [...before] : []
}
