import { readFile } from 'node:fs/promises'
import { CodedError } from '@zerosec/errors'

/** Mappings that come with us, each a file of `presets/`. */
export const PRESETS = ['adventureworks', 'olist', 'shopify', 'shopify-admin', 'uci-online-retail'] as const

/** The text of a preset. @throws CodedError preset_unknown */
export async function presetText(name: string): Promise<string> {
  if (!PRESETS.some((known) => known === name)) throw new CodedError('preset_unknown', { preset: name, known: PRESETS })
  return readFile(new URL(`../../presets/${name}.yaml`, import.meta.url), 'utf8')
}
