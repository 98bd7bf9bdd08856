import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeatureMatrix } from '@zerosec/engine'

/**
 * What xgboost predicts from exported files: of each outputs × n.
 *
 * @param run  runs a script by a python3 that has xgboost, and gives what it prints
 */
export function predictByXgboost(
  exported: readonly string[],
  { rows, columns, levels }: FeatureMatrix,
  run: (options: readonly string[]) => string,
): number[][][] {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-xgboost-'))
  try {
    const values = Float64Array.from({ length: rows * columns.length }, (_, at) => {
      const j = at % columns.length
      return columns[j]![(at - j) / columns.length]!
    })
    const data = join(folder, 'rows.f64')
    writeFileSync(data, values)
    const files = exported.map((text, i) => {
      const file = join(folder, `${i}.json`)
      writeFileSync(file, text)
      return file
    })
    const types = Array.from(levels, (count) => (count > 0 ? 'c' : 'float')).join(',')
    const script = join(import.meta.dirname, 'xgboost-predict.py')
    const printed = run([script, types, data, ...files])
    const models = JSON.parse(printed) as number[][][]
    return models.map((predicted) => predicted[0]!.map((_, k) => predicted.map((row) => row[k]!)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
