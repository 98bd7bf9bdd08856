import type { Borders, Fill, Font, Style } from 'exceljs'

/** What a cell is for; its look follows. */
export type CellRole =
  | 'title'
  | 'headline'
  | 'heading'
  | 'header'
  | 'label'
  | 'body'
  | 'note'
  | 'code'
  | 'link'
  | 'input'
  | 'given'
  | 'result'
  | 'flag'

const INK = 'FF1B2733'
const MUTED = 'FF596673'
const ACCENT = 'FF0067A8'
const LINE = 'FFB9C2CB'

const fill = (argb: string): Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } })
const font = (parts: Partial<Font>): Partial<Font> => ({
  name: 'Calibri',
  family: 2,
  size: 11,
  color: { argb: INK },
  ...parts,
})
const box = (argb: string): Partial<Borders> => {
  const edge = { style: 'thin', color: { argb } } as const
  return { top: edge, bottom: edge, left: edge, right: edge }
}

export const STYLES: Readonly<Record<CellRole, Partial<Style>>> = {
  title: { font: font({ size: 16, bold: true }), alignment: { vertical: 'middle', wrapText: true } },
  headline: { font: font({ size: 12 }), alignment: { vertical: 'top', wrapText: true } },
  heading: { font: font({ size: 12, bold: true, color: { argb: ACCENT } }), alignment: { vertical: 'middle' } },
  header: {
    font: font({ bold: true }),
    fill: fill('FFEDF1F5'),
    border: { bottom: { style: 'thin', color: { argb: LINE } } },
    alignment: { vertical: 'middle', wrapText: true },
  },
  label: { font: font({ color: { argb: MUTED } }), alignment: { vertical: 'top' } },
  body: { font: font({}), alignment: { vertical: 'top' } },
  note: { font: font({ size: 10, color: { argb: MUTED } }), alignment: { vertical: 'top', wrapText: true } },
  code: {
    font: font({ name: 'Consolas', family: 3, size: 10 }),
    fill: fill('FFF6F8FA'),
    alignment: { vertical: 'top', wrapText: true },
  },
  link: { font: font({ color: { argb: ACCENT }, underline: true }) },
  input: { font: font({ bold: true }), fill: fill('FFFFF2CC'), border: box('FFD6A400') },
  given: { font: font({}), fill: fill('FFF6F8FA'), border: box('FFDDE3E8') },
  result: {
    font: font({ size: 14, bold: true, color: { argb: ACCENT } }),
    fill: fill('FFE6F0F7'),
    border: box('FF8DBBD9'),
  },
  flag: { font: font({ bold: true, color: { argb: 'FFB84A00' } }) },
}
