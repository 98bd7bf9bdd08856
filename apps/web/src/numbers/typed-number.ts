/** Groups of three, more than one or with a decimal mark after them: a comma can be nothing else there. */
const GROUPED = /^-?[1-9]\d{0,2}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+)$/
/** Thousands to one reader and thousandths to another. */
const AMBIGUOUS = /^-?[1-9]\d{0,2},\d{3}$/

/**
 * A number as people type it: full-width digits, a decimal comma, groups of thousands, a real minus sign. Null where it is none, or may
 * be two: `typedNumberProblem` says which.
 */
export function typedNumber(text: string): number | null {
  const plain = plainNumber(text)
  if (plain === '' || AMBIGUOUS.test(plain)) return null
  const written = GROUPED.test(plain) ? ungrouped(plain) : plain.replace(/^(-?\d*),(\d+)$/, '$1.$2')
  const value = Number(written)
  return Number.isFinite(value) && !/[xob]/i.test(written) ? value : null
}

/** Why there is no number in a text that is not empty. */
export function typedNumberProblem(text: string): string {
  const plain = plainNumber(text)
  if (!AMBIGUOUS.test(plain)) return `“${text.trim()}” is not a number`
  return `“${text.trim()}” may be ${plain.replace(',', '')} or ${plain.replace(',', '.')}: type one of them`
}

function plainNumber(text: string): string {
  return text.normalize('NFKC').trim().replace(/^[−–]/, '-')
}

/** The last mark is a decimal one where it stands once. */
function ungrouped(plain: string): string {
  const decimal = plain.lastIndexOf(',') > plain.lastIndexOf('.') ? ',' : '.'
  const [whole = '', fraction] = decimal === ',' && !plain.includes('.') ? [plain] : plain.split(decimal)
  const digits = whole.replace(/[.,]/g, '')
  return fraction === undefined ? digits : `${digits}.${fraction}`
}
