import type { FormInput, Settings } from './form-input.ts'
import { cellText, typedCell } from './typed-cell.ts'

const NAME = 'at'

/** The settings that an address carries: a cell for each input, in their order. Others than those are the start. */
export function settingsOfAddress(inputs: readonly FormInput[], query: string): Settings {
  const texts = new URLSearchParams(query).getAll(NAME)
  if (texts.length !== inputs.length) return {}
  const cells = inputs.map((input, j) => [input.name, typedCell(input, texts[j]!).cell] as const)
  return Object.fromEntries(cells.filter(([, cell]) => cell !== undefined))
}

/** The query with the settings in place of those that it had; without any where they are the start. */
export function queryWithSettings(inputs: readonly FormInput[], settings: Settings, query: string): string {
  const parameters = new URLSearchParams(query)
  parameters.delete(NAME)
  if (inputs.some(({ name, start }) => settings[name] !== start)) {
    for (const { name } of inputs) parameters.append(NAME, cellText(settings[name]))
  }
  return `?${parameters}`
}
