/** What a heading of a factor table, or the label of a row in a sheet of factors, announces. */
export type HeadingRole = 'name' | 'type' | 'low' | 'high' | 'step' | 'levels' | 'group' | 'total' | 'unit' | 'digits'

/** English and Japanese words; a heading matches as a whole, small letters, without blanks, brackets and dots. */
const WORDS: Readonly<Record<HeadingRole, RegExp>> = {
  name: /^(names?|factors?|factornames?|variables?|parameters?|inputs?|因子名?|要因名?|項目名?|変数名?|パラメータ名?|条件|名称|名前)$/,
  type: /^(types?|kinds?|role|因子の?種類|種類|種別|型|タイプ|尺度|分類)$/,
  low: /^(low|lo|lower|lowers?(limit|bound|level)|min|minimum|minvalue|from|start|下限値?|最小値?|低水準|下)$/,
  high: /^(high|hi|upper|upper(limit|bound|level)|max|maximum|maxvalue|to|end|stop|上限値?|最大値?|高水準|上)$/,
  step: /^(steps?|stepsize|increment|interval|spacing|pitch|刻み幅?|きざみ幅?|間隔|ステップ幅?|増分|ピッチ)$/,
  levels: /^(levels?|categories|candidates?|options?|水準[値名]?|水準一覧|候補値?|選択肢|カテゴリ)$/,
  group:
    /^(groups?|mixture|mixturegroup|sumtoonegroup|groupwithatotal.*|グループ|群|配合グループ|混合グループ|合計.*グループ.*)$/,
  total: /^(total|sum|desiredsum.*|合計値?|総量|合計の値)$/,
  unit: /^(units?|単位)$/,
  digits: /^(digits?|decimals?|decimalplaces|rounding|round|丸め.*|桁数?|小数桁数?|小数点以下の?桁数?|有効桁数?)$/,
}

/** "level 2", "水準3": one of several columns or rows that hold a level each. */
const NUMBERED_LEVEL = /^(?:levels?|lv|水準|第)(\d+)(?:水準)?$/

export interface Heading {
  readonly role: HeadingRole
  /** Of a numbered level. */
  readonly number?: number
}

export function headingOf(text: string): Heading | undefined {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*\)$|\[.*\]$/, '')
    .replace(/[\s._:#-]+/g, '')
  const number = NUMBERED_LEVEL.exec(plain)?.[1]
  if (number !== undefined) return { role: 'levels', number: Number(number) }
  const role = (Object.keys(WORDS) as HeadingRole[]).find((each) => WORDS[each].test(plain))
  return role === undefined ? undefined : { role }
}
