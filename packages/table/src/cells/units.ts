/** Units of measurement, as they stand in a units row, in a header's brackets or behind a number. */

const PREFIXED = 'mol|Hz|Pa|bar|eV|cal|ohm|Wb|lm|lx|Bq|Gy|Sv|cd|St|m|g|s|A|K|N|J|W|C|V|F|Ω|S|T|H|L|l|t|M'
const PREFIX = 'da|[YZEPTGMkhdcmμunpf]'
const NOT_PREFIXED = [
  'min|hrs?|h|days?|d|weeks?|wk|months?|years?|yr|secs?|hours?|minutes?',
  '°C|°F|°|deg ?C|deg(?:ree)?s?|rad|rpm|rev|cycles?|counts?|cps|a\\.?u\\.?|arb\\.? ?u(?:nits?)?\\.?',
  '%|‰|(?:wt|vol|mol|at|mass)\\.? ?%|% ?(?:w|wt|vol|RH)|ppm|ppb|phr|psi|ksi|atm|mmHg|Torr',
  'inch(?:es)?|in|ft|lbs?|lbf|oz|gal|mil|mph|cP|cSt|dB|dBA|Å|pH|HV|HRC|HB|kgf|gf|[kMGm]?Wh|m?Ah|[kMm]?Nm',
  '[質重体]量?[%積]%?|(?:質量|重量|体積|モル) ?%|パーセント|回転|回|個|枚|本|日|分|秒|時間|時|週間?|年|[かヶケ]月',
  '円|千円|万円|人|台|点|倍|度|匹|株|袋|箱|層|段|ロット|USD|EUR|JPY|[$€£¥]',
].join('|')
const EXPONENT = '(?:\\^?-?[2-4]|\\^?-1)?'
const ATOM = `(?:(?:${NOT_PREFIXED})|(?:${PREFIX})?(?:${PREFIXED}))${EXPONENT}`
const LONGEST_UNIT = 20
const UNIT = new RegExp(`^(?:1 ?/ ?|/ ?)?\\(?${ATOM}(?:(?: ?[/·*・.×-] ?| )\\(?${ATOM}\\)?)*$`, 'u')
const BRACKETED = /^[([{（［｛〔【](.+)[)\]}）］｝〕】]$/u

/** The unit as written without brackets around it, or undefined if the text is no unit that we know. */
export function unitText(text: string): string | undefined {
  const trimmed = text.trim()
  const inside = BRACKETED.exec(trimmed)?.[1]?.trim()
  const unit = inside ?? trimmed
  return isUnit(unit) ? unit : undefined
}

/** Whether a text is a unit or a product and quotient of units: "MPa", "kg/m3", "W/(m·K)", "日". */
export function isUnit(text: string): boolean {
  const plain = plainUnit(text)
  return plain.length > 0 && plain.length <= LONGEST_UNIT && UNIT.test(plain)
}

/** The same unit in other characters compares equal: ㎏ and kg, ％ and %, m³ and m3. */
export function plainUnit(text: string): string {
  return text.normalize('NFKC').replace(/[µ]/g, 'μ').trim()
}

/** "水セメント比(%)", "temp [°C]", "目の粗さ:%", "velocity (m/s)": the unit that a header ends with. */
export function headerUnit(header: string): string | undefined {
  const end = header.slice(-LONGEST_UNIT - 4)
  const bracketed =
    /[([{（［｛〔【]([^()[\]{}（）［］｛｝〔〕【】]*(?:\([^()]*\))?[^()[\]{}（）［］｛｝〔〕【】]*)[)\]}）］｝〕】]\s*$/u.exec(
      end,
    )
  const candidate = bracketed?.[1] ?? /[,:：，]\s*([^,:：，]+)$/u.exec(end)?.[1]
  const unit = candidate?.trim()
  return unit !== undefined && isUnit(unit) ? unit : undefined
}
