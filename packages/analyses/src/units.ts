/** value in the wanted unit = scale · value + offset. */
export interface UnitConversion {
  readonly scale: number
  readonly offset: number
}

interface Unit {
  readonly quantity: string
  /** Into the first unit of its quantity. */
  readonly scale: number
  readonly offset?: number
}

const SAME: UnitConversion = { scale: 1, offset: 0 }

/** Units that tables of experiments mix up; the sign of a thousandth or a degree is folded before. */
const UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries({
    length: { m: 1, mm: 1e-3, cm: 1e-2, um: 1e-6, nm: 1e-9, km: 1e3, in: 0.0254, inch: 0.0254 },
    mass: { kg: 1, g: 1e-3, mg: 1e-6, ug: 1e-9, t: 1e3 },
    time: { s: 1, sec: 1, ms: 1e-3, min: 60, h: 3600, hr: 3600, hour: 3600, day: 86_400, d: 86_400 },
    pressure: {
      pa: 1,
      kpa: 1e3,
      hpa: 100,
      mpa: 1e6,
      gpa: 1e9,
      bar: 1e5,
      mbar: 100,
      atm: 101_325,
      psi: 6894.757293168,
      'n/mm2': 1e6,
      'kgf/cm2': 98_066.5,
    },
    volume: { l: 1, ml: 1e-3, ul: 1e-6, cm3: 1e-3, cc: 1e-3, m3: 1000, dl: 0.1 },
    density: { 'kg/m3': 1, 'g/cm3': 1000, 'g/l': 1, 'g/ml': 1000 },
    speed: { 'm/s': 1, 'mm/s': 1e-3, 'm/min': 1 / 60, 'mm/min': 1e-3 / 60, 'cm/s': 0.01, 'km/h': 1 / 3.6 },
    share: { '1': 1, '%': 0.01, percent: 0.01, ppm: 1e-6, ppb: 1e-9 },
    force: { n: 1, kn: 1e3, mn: 1e-3, kgf: 9.80665 },
    energy: { j: 1, kj: 1e3, cal: 4.184, kcal: 4184, wh: 3600, kwh: 3.6e6 },
    power: { w: 1, kw: 1e3, mw: 1e-3 },
  }).flatMap(([quantity, units]) => Object.entries(units).map(([unit, scale]) => [unit, { quantity, scale }] as const)),
)
const TEMPERATURES: ReadonlyMap<string, Unit> = new Map([
  ['k', { quantity: 'temperature', scale: 1 }],
  ['degc', { quantity: 'temperature', scale: 1, offset: 273.15 }],
  ['degf', { quantity: 'temperature', scale: 5 / 9, offset: 273.15 - (32 * 5) / 9 }],
])
/** Small and large letters mean different things: mPa and MPa, mN and MN. */
const LARGE: ReadonlyMap<string, Unit> = new Map([
  ['mPa', { quantity: 'pressure', scale: 1e-3 }],
  ['MPa', { quantity: 'pressure', scale: 1e6 }],
  ['MN', { quantity: 'force', scale: 1e6 }],
  ['MW', { quantity: 'power', scale: 1e6 }],
  ['Mg', { quantity: 'mass', scale: 1e3 }],
])

/** How numbers of one unit become those of another; null where that is not known. */
export function unitConversion(from: string, to: string): UnitConversion | null {
  if (plainUnit(from) === plainUnit(to)) return SAME
  const given = unitNamed(from)
  const wanted = unitNamed(to)
  if (!given || !wanted || given.quantity !== wanted.quantity) return null
  const scale = given.scale / wanted.scale
  return { scale, offset: ((given.offset ?? 0) - (wanted.offset ?? 0)) / wanted.scale }
}

function unitNamed(text: string): Unit | undefined {
  const plain = plainUnit(text)
  const small = plain.toLowerCase()
  return LARGE.get(plain) ?? TEMPERATURES.get(small) ?? UNITS.get(small)
}

/** The same unit in one spelling: `℃` and `°C`, `µm` and `μm`, `kg/m^3` and `kg/m³`. */
function plainUnit(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/°\s*([CFcf])/g, (_, letter: string) => `deg${letter.toUpperCase()}`)
    .replace(/[μµ]/g, 'u')
    .replace(/[\s^*·]/g, '')
}
