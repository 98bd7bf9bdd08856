import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'

/** Folder of public tables and known results that are not ours to ship; unset: the tests that need it are skipped. */
const folder = process.env['ZEROSEC_REFERENCE_DATA']

/** Path of a file of the reference data, for example `tables/concrete_strength.csv`. */
export function referencePath(path: string): string {
  return join(folder ?? 'ZEROSEC_REFERENCE_DATA-is-not-set', path)
}

/** `describe` that is skipped, and says so in its title, where the reference data are not at hand; its body may read them. */
export const describeWithReferenceData: typeof describe | typeof describe.skip =
  folder !== undefined && existsSync(folder)
    ? describe
    : (((title: string) =>
        describe.skip(`${title} (skipped: ZEROSEC_REFERENCE_DATA is not set)`, () => {
          test('needs the reference data', () => {})
        })) as typeof describe.skip)
