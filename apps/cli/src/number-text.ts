/** A number for reading: at most `digits` significant digits, no trailing zeros, an exponent only where it is shorter. */
export function numberText(value: number, digits = 5): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value)
  const text = String(Number(value.toPrecision(digits)))
  return text.replace('e+', 'e')
}
