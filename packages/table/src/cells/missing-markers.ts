/** Texts that mean "no value" wherever they stand. Compared after NFKC, trimming and lower-casing. */
const EVERYWHERE = new Set([
  '',
  '?',
  'na',
  'n/a',
  '#n/a',
  '#na',
  'nan',
  'null',
  '欠測',
  '欠測値',
  '欠損',
  '欠損値',
  '<na>',
  '(null)',
])

/** Texts that mean "no value" among numbers and dates, but may be a level among texts ("none" as a treatment). */
const AMONG_NUMBERS = new Set(
  [
    '. .. ... - -- --- ー — – ― * ** ?? ???',
    'none nil nd n.d. n.d n.a. n.a missing blank empty',
    'なし 無し なし? 無 未測定 未入力 未実施 測定不可 不明 データなし 空白 空欄',
  ].flatMap((line) => line.split(' ')),
)

/** How a text can stand for a missing value: in any column, only among numbers and dates, or not at all. */
export function missingMarker(text: string, own: ReadonlySet<string>): 'everywhere' | 'among_numbers' | undefined {
  if (own.has(text.trim())) return 'everywhere'
  const plain = text.normalize('NFKC').trim().toLowerCase()
  if (EVERYWHERE.has(plain)) return 'everywhere'
  return AMONG_NUMBERS.has(plain) ? 'among_numbers' : undefined
}

/** Error values of spreadsheets, and the hashes that a too narrow cell shows. */
export function isErrorText(text: string): boolean {
  return /^(#(DIV\/0!?|VALUE!|REF!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|GETTING_DATA)|#{3,})$/.test(
    text.normalize('NFKC').trim().toUpperCase(),
  )
}
