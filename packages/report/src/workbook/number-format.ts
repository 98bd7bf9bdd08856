import type { TableBlockColumn } from '../document.ts'

const SIGNIFICANT_DIGITS = 5
const SCIENTIFIC = '0.000E+00'

/** Shows 1e-12 as 1.0E-12, not as 0. */
const P_VALUE = '[<0.0001]0.0E+00;0.0000'

/** The Excel number format of a value in a report table. */
export function columnFormat(
  format: TableBlockColumn['format'],
  values: readonly unknown[],
): (value: number) => string {
  if (format === 'integer') return () => '0'
  if (format === 'percent') return () => '0.0%'
  if (format === 'p_value') return () => P_VALUE
  return numberFormat(values)
}

/**
 * One number of decimals for a column, so that its points stand below each other: the typical value has five significant
 * digits. A value that would lose all but two digits by it, or is very large, gets a format of its own.
 */
export function numberFormat(values: readonly unknown[]): (value: number) => string {
  const sizes = values
    .filter((value): value is number => typeof value === 'number' && value !== 0)
    .map(Math.abs)
    .sort((a, b) => a - b)
  const typical = sizes[sizes.length >> 1] ?? 1
  const shared = decimalsFor(typical)
  const common = sizes.every(Number.isInteger) ? '0' : fixed(shared)
  return (value) => {
    const size = Math.abs(value)
    if (size === 0) return common
    if (size >= 1e9 || size < 1e-6) return SCIENTIFIC
    if (common === '0') return common
    return size < 50 * 10 ** -shared ? fixed(decimalsFor(size)) : common
  }
}

function decimalsFor(size: number): number {
  const decimals = SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(size))
  return Math.min(10, Math.max(0, decimals))
}

function fixed(decimals: number): string {
  return decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`
}
