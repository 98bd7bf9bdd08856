import { writeFileSync } from 'node:fs'
import { type Generator, seededGenerator } from '@zerosec/engine'

const ROWS = 120
const SEED = 20_260_401
const NOISE = 0.9

/** Tensile strength of a resin at the centre of the settings, and what a degree of mould temperature adds to it. */
const RESINS = {
  PP: { strength: 31, mould: 0.02 },
  ABS: { strength: 42, mould: 0.05 },
  PC: { strength: 60, mould: 0.11 },
}

const SETTINGS = [
  { name: 'cylinder_temperature', japanese: 'シリンダー温度', unit: '℃', low: 200, high: 260, step: 5 },
  { name: 'mould_temperature', japanese: '金型温度', unit: '℃', low: 40, high: 80, step: 2 },
  { name: 'injection_speed', japanese: '射出速度', unit: 'mm/s', low: 20, high: 100, step: 5 },
  { name: 'holding_pressure', japanese: '保圧', unit: 'MPa', low: 30, high: 90, step: 5 },
  { name: 'cooling_time', japanese: '冷却時間', unit: 's', low: 10, high: 30, step: 1 },
] as const

/** Row and column, from 0, of the cells left empty. */
const MISSING = [
  [17, 3],
  [52, 5],
  [88, 7],
]

/**
 * Injection moulding, 120 shots: lot, resin, five settings, tensile strength. Made up: the strength rises with the holding
 * pressure, is best near 235 ℃ in the cylinder, gains more from a hot mould in PC than in PP, and does not depend on the cooling
 * time. The noise has a standard deviation of 0.9 MPa; three cells are missing.
 */
function shots(): string[] {
  const generator = seededGenerator(SEED)
  return Array.from({ length: ROWS }, (_, i) => {
    const cells = [`L26-${String(i + 1).padStart(3, '0')}`, ...shot(generator)]
    return cells.map((cell, j) => (MISSING.some(([row, column]) => row === i && column === j) ? '' : cell)).join(',')
  })
}

function shot(generator: Generator): string[] {
  const resin = (['PP', 'ABS', 'PC'] as const)[generator.integer(3)]!
  const settings = SETTINGS.map(({ low, high, step }) => low + step * generator.integer((high - low) / step + 1))
  const [cylinder = 0, mould = 0, speed = 0, pressure = 0] = settings
  const { strength, mould: gain } = RESINS[resin]
  const mean =
    strength - 0.004 * (cylinder - 235) ** 2 + gain * (mould - 60) + 0.015 * (speed - 60) + 0.08 * (pressure - 60)
  return [resin, ...settings.map(String), (mean + NOISE * generator.normal()).toFixed(2)]
}

/** Plain names, the units in a row of their own. */
function plasticStrength(): string {
  const names = ['lot', 'resin', ...SETTINGS.map(({ name }) => name), 'strength']
  const units = ['', '', ...SETTINGS.map(({ unit }) => unit), 'MPa']
  return `${[names.join(','), units.join(','), ...shots()].join('\n')}\n`
}

/** The same shots as Excel saves them in Japan, but in UTF-8: Japanese names with units in brackets, byte order mark. */
function plasticStrengthJapanese(): string {
  const names = ['ロット', '樹脂', ...SETTINGS.map(({ japanese, unit }) => `${japanese} [${unit}]`), '引張強度 [MPa]']
  return `\uFEFF${[names.join(','), ...shots()].join('\r\n')}\r\n`
}

/** What to vary in a next experiment with the same machine: one row a factor. */
const PLAN = [
  { name: 'cylinder_temperature', japanese: 'シリンダー温度', unit: '℃', low: 210, high: 250 },
  { name: 'mould_temperature', japanese: '金型温度', unit: '℃', low: 40, high: 80, step: 10 },
  { name: 'holding_pressure', japanese: '保圧', unit: 'MPa', low: 30, high: 90 },
  { name: 'resin', japanese: '樹脂', levels: ['PP', 'ABS'] },
]

function plan(headings: readonly string[], nameOf: (factor: (typeof PLAN)[number]) => string): string[] {
  const rows = PLAN.map((factor) => {
    const { low = '', high = '', step = '', levels = [], unit = '' } = factor
    return [nameOf(factor), low, high, step, levels.length > 0 ? `"${levels.join(',')}"` : '', unit].join(',')
  })
  return [headings.join(','), ...rows]
}

function mouldingFactors(): string {
  return `${plan(['name', 'low', 'high', 'step', 'levels', 'unit'], ({ name }) => name).join('\n')}\n`
}

function mouldingFactorsJapanese(): string {
  const headings = ['因子', '下限', '上限', '間隔', '水準', '単位']
  return `\uFEFF${plan(headings, ({ japanese }) => japanese).join('\r\n')}\r\n`
}

export const EXAMPLES = [
  { file: 'plastic-strength.csv', text: plasticStrength },
  { file: 'plastic-strength-japanese.csv', text: plasticStrengthJapanese },
  { file: 'moulding-factors.csv', text: mouldingFactors },
  { file: 'moulding-factors-japanese.csv', text: mouldingFactorsJapanese },
]

if (import.meta.main) {
  for (const { file, text } of EXAMPLES) writeFileSync(new URL(file, import.meta.url), text())
}
