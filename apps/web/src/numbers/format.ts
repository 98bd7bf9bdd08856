const MINUS = '\u2212'
const THIN_SPACE = '\u202f'

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE)
}

/** 1030 → "1 030" with a thin space: the same in every locale, and no one takes it for a decimal mark. */
export function formatInteger(value: number): string {
  const text = grouped(String(Math.abs(Math.round(value))))
  return value < 0 ? MINUS + text : text
}

/**
 * A number to `digits` significant digits, trailing zeros kept so that a column lines up in meaning;
 * whole numbers below 1e6 stay whole, very large and small ones get a power of ten.
 */
export function formatNumber(value: number, digits = 4): string {
  if (value === 0) return '0'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? `${MINUS}∞` : 'not a number'
  const size = Number(Math.abs(value).toPrecision(digits))
  const sign = value < 0 ? MINUS : ''
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return sign + grouped(String(Math.abs(value)))
  if (size >= 1e6 || size < 1e-4) return sign + powerOfTen(size, digits)
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)))
  const [whole = '', fraction] = size.toFixed(decimals).split('.')
  return sign + grouped(whole) + (fraction ? `.${fraction}` : '')
}

/** As `formatNumber`, without trailing zeros: for a number that stands alone, such as the end of a range. */
export function formatShort(value: number): string {
  return formatNumber(value)
    .replace(/(\.\d*?)0+(?=$| )/, '$1')
    .replace(/\.(?=$| )/, '')
}

/** A number and its unit stay on one line. */
export function withUnitsAttached(sentence: string): string {
  return sentence.replaceAll(/(\d) (?=[%°µ])/gu, '$1\u00a0')
}

function powerOfTen(size: number, digits: number): string {
  const [mantissa = '', exponent = ''] = size.toExponential(digits - 1).split('e')
  const superscript = exponent
    .replace('+', '')
    .replace(/[-\d]/g, (sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(sign)] ?? '')
  return `${mantissa} × 10${superscript}`
}

/** Three decimals down to 0.001; below that no one decides on the digits. */
export function formatPValue(p: number): string {
  if (p < 0.001) return '< 0.001'
  return p.toFixed(3)
}

export function formatPercent(fraction: number): string {
  return `${formatNumber(fraction * 100, 3)} %`
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${formatNumber(bytes / 1e3, 3)} kB`
  if (bytes < 1e9) return `${formatNumber(bytes / 1e6, 3)} MB`
  return `${formatNumber(bytes / 1e9, 3)} GB`
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatInteger(count)} ${count === 1 ? one : many}`
}
