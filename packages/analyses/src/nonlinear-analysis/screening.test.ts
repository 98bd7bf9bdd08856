import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ScreeningFinding, screenFeatures } from '@zerosec/engine'
import { type Column, readTable } from '@zerosec/table'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'

/** Codes of a column: texts as a category with a level each. */
function coded(column: Column): { readonly values: Float64Array; readonly levels: number } {
  switch (column.kind) {
    case 'number':
    case 'date':
      return { values: column.values, levels: 0 }
    case 'category':
      return { values: Float64Array.from(column.codes, known), levels: column.levels.length }
    case 'boolean':
      return { values: Float64Array.from(column.values, known), levels: 2 }
    case 'text': {
      const texts = [...new Set(column.values)].filter((text) => text !== null)
      const code = new Map(texts.map((text, index) => [text, index]))
      return {
        values: Float64Array.from(column.values, (text) => (text === null ? Number.NaN : code.get(text)!)),
        levels: Math.max(1, texts.length),
      }
    }
  }
}

function known(code: number): number {
  return code < 0 ? Number.NaN : code
}

/** Findings in words: code and the column's name. */
async function screen(path: string, target: string, without: readonly string[] = []): Promise<string[]> {
  const table = await readTable(basename(path), await readFile(referencePath(path)))
  const response = table.columns.find(({ name }) => name === target)!
  const columns = table.columns.filter(({ name }) => name !== target && !without.includes(name))
  const parts = columns.map(coded)
  const findings = screenFeatures(
    {
      rows: table.rowCount,
      columns: parts.map(({ values }) => values),
      levels: Int32Array.from(parts, ({ levels }) => levels),
    },
    coded(response).values,
  )
  const named = (finding: ScreeningFinding) => ('feature' in finding ? ` ${columns[finding.feature]!.name}` : '')
  return findings.map((finding) => `${finding.code}${named(finding)}`)
}

describeWithReferenceData('screening of real tables', () => {
  it('finds the copy of the target, the judgement of it, what does not vary, and offers the lot as group', async () => {
    const findings = await screen('awkward/09_concrete_leaks_constants.csv', '圧縮強度（MPa）')
    expect(findings).toEqual(
      [
        'all_missing 空列',
        'constant 装置',
        'constant 備考',
        'group_candidate ロット',
        'leakage 強度_コピー',
        'leakage 合否',
      ].sort((a, b) => findings.indexOf(a) - findings.indexOf(b)),
    )
  })

  it.each([
    ['multi_y_kaneko', 'y1', ['y2', 'y3'], ['identifier sample']],
    ['lipid_nanoparticle_3obj', 'drug_loading', [], []],
    ['lipid_nanoparticle_3obj', 'particle_diameter', [], []],
    ['longley', 'Employed', [], ['duplicate Year']],
    ['mtcars', 'mpg', [], ['identifier row']],
    ['concrete_strength', 'strength', [], []],
    ['airfoil_self_noise', 'pressure_db', [], []],
    ['auto_mpg', 'mpg', [], []],
    ['wine_quality_red', 'quality', [], []],
    ['buchwald_hartwig_a', 'yield', [], []],
    ['p3ht_cnt_conductivity', 'conductivity', [], []],
    ['silver_nanoparticles', 'spectrum_score', [], []],
    ['snar_flow_efactor', 'impurity', [], []],
    ['suzuki_flow_i', 'yield', [], []],
    ['power_plant_ccpp', 'power_mw', [], []],
    ['resin_kaneko', 'property', [], ['identifier sample']],
  ])('finds no leak in %s for %s', async (name, target, without, expected) => {
    expect(await screen(`tables/${name}.csv`, target, without)).toEqual(expected)
  })
})
