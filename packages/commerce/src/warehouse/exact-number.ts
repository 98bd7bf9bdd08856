import { CodedError } from '@zerosec/errors'

const SCALES = Array.from({ length: 23 }, (_, scale) => 10 ** scale)

/**
 * The number that prints as the decimal `units` · 10^−scale does. Up to 2⁵³ units the quotient is that number.
 * @throws CodedError commerce_amount_inexact where no number is exactly the value
 */
export function exactNumber(units: bigint, scale: number, column: string): number {
  const near = Number(units)
  if (Number.isSafeInteger(near)) return near / (SCALES[scale] ?? 10 ** scale)
  let [whole, places] = [units, scale]
  while (places > 0 && whole % 10n === 0n) [whole, places] = [whole / 10n, places - 1]
  if (whole > BigInt(Number.MAX_SAFE_INTEGER) || whole < -BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new CodedError('commerce_amount_inexact', { column, value: `${units}e-${scale}` })
  }
  return Number(whole) / (SCALES[places] ?? 10 ** places)
}

/**
 * Of a decimal as warehouses write it, -12.3400. Undefined for a text that is none.
 * @throws CodedError commerce_amount_inexact
 */
export function exactNumberOf(text: string, column: string): number | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? exactNumber(units, scale, column) : exactNumber(units * 10n ** BigInt(-scale), 0, column)
}
