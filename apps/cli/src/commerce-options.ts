import { WAREHOUSES, type WarehouseName } from '@zerosec/commerce'
import { CodedError } from '@zerosec/errors'
import type { Call } from './command.ts'

/** An option that is a whole number from 1 on. @throws CodedError option_invalid */
export function wholeOption(call: Call, name: string): number | undefined {
  const text = call.text(name)
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new CodedError('option_invalid', { option: `--${name}`, problem: `"${text}" is no whole number from 1 on` })
  }
  return Number(text)
}

/** An option that names another warehouse than DuckDB. @throws CodedError option_invalid */
export function warehouseOption(call: Call, name: string): WarehouseName | undefined {
  const text = call.text(name)
  if (text === undefined) return undefined
  const found = WAREHOUSES.find((known) => known === text)
  if (found) return found
  const problem = `"${text}" is no warehouse; there are: ${WAREHOUSES.join(', ')}`
  throw new CodedError('option_invalid', { option: `--${name}`, problem })
}
