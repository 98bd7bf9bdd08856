import { inputColumns, type ModelTerms } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { NumberColumn, Table } from '@zerosec/table'
import { constantWarnings, leftOutWarnings } from '../column-warnings.ts'
import {
  chooseColumns,
  columnNamed,
  constantValue,
  type FactorColumn,
  factorColumn,
  reasonTexts,
} from '../factor-columns.ts'
import type { LinearParameters } from './parameters.ts'
import { type ModelData, usableRows } from './rows.ts'
import { chooseTerms, isPreset, readsAllFeatures } from './terms.ts'

/** What goes into the model, and everything that was left out on the way. */
export interface Preparation {
  readonly response: NumberColumn
  /** The columns that the terms read. */
  readonly inputs: readonly FactorColumn[]
  readonly terms: ModelTerms
  readonly data: ModelData
  readonly warnings: readonly Warning[]
}

/**
 * Columns, terms and rows. A factor that no longer varies once rows with missing cells are gone is left out too, which may
 * bring rows back: so until nothing changes.
 *
 * @throws CodedError of its stages, factors_none, response_constant
 */
export function prepare(table: Table, parameters: LinearParameters): Preparation {
  const { response, features, leftOut } = chooseColumns(table, parameters.target_column, parameters.feature_columns)
  const constant = new Map<string, string | number>()
  for (;;) {
    const varying = features.filter(({ name }) => !constant.has(name))
    if (varying.length === 0 && isPreset(parameters.terms)) {
      const constants = [...constant].map(([name, value]) => `${name} is ${value} in every usable row`)
      throw new CodedError('factors_none', { column: response.name, reasons: [...reasonTexts(leftOut), ...constants] })
    }
    const terms = chooseTerms(table, varying, parameters)
    const inputs = inputColumns(terms.terms).map((name) => factorColumn(table, columnNamed(table, name), 'terms'))
    const data = usableRows(table, response, inputs)
    const found = inputs.filter((input) => !constant.has(input.name) && constantValue(input, data.rows) !== undefined)
    for (const input of found) constant.set(input.name, constantValue(input, data.rows)!)
    if (found.some(({ name }) => varying.some((feature) => feature.name === name))) continue
    checkResponse(response, data)
    const gone = [...constant.keys()].filter((name) => !inputs.some((input) => input.name === name))
    return {
      response,
      inputs,
      terms,
      data,
      warnings: [
        ...(readsAllFeatures(parameters.terms) ? leftOutWarnings(leftOut) : []),
        ...constantWarnings(gone),
        ...data.warnings,
      ],
    }
  }
}

function checkResponse(response: NumberColumn, data: ModelData): void {
  if (data.rows.length === 0) throw new CodedError('rows_too_few', { usable: 0, needed: 'any model' })
  const value = constantValue(response, data.rows)
  if (value !== undefined) throw new CodedError('response_constant', { column: response.name, value })
}
