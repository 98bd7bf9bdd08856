import { type ModelSummary, PRODUCTION } from '@zerosec/contract'

export type RegistryOrder = 'name' | 'changed'
export type RegistryShare = 'all' | 'production' | 'idle'

export interface RegistryView {
  readonly search: string
  readonly share: RegistryShare
  readonly order: RegistryOrder
}

export const FIRST_VIEW: RegistryView = { search: '', share: 'all', order: 'name' }

/** Models whose name, target or description has every word of the search. */
export function viewedModels(models: readonly ModelSummary[], { search, share, order }: RegistryView): ModelSummary[] {
  const words = plain(search).split(/\s+/)
  const found = models.filter((model) => {
    const text = plain([model.model_name, model.target, model.description].join(' '))
    const isProduction = model.aliases[PRODUCTION] !== undefined
    return words.every((word) => text.includes(word)) && (share === 'all' || isProduction === (share === 'production'))
  })
  return found.toSorted((a, b) =>
    order === 'name' ? a.model_name.localeCompare(b.model_name) : b.updated_at.localeCompare(a.updated_at),
  )
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim()
}
