import type { DriftColumn } from '@zerosec/contract'

type Bins = NonNullable<DriftColumn['bins']>

/** Of chance that a row of now is above one of before: less than this from one half is no direction. */
const LEAST = 0.04
/** Share of the rows that went somewhere else, below which no level is worth its name. */
const LEAST_SHARE = 0.03

/** Half a row of two hundred. */
const LEAST_BIN = 0.0025
const STABLE_PSI = 0.1

/** Where the rows of a column went: "higher", "below the range", "more 黄銅". Null: nowhere in particular. */
export function driftDirection({ state, bins = [], psi }: Pick<DriftColumn, 'state' | 'bins' | 'psi'>): string | null {
  if ((state !== 'drifted' && state !== 'shifting') || bins.length < 2) return null
  // PSI counts them as a bin, which is not among these
  if (psi !== null && psi > STABLE_PSI && psiOf(bins) < psi / 3) return 'missing cells'
  return bins.some(({ level }) => level !== undefined) ? levelDirection(bins) : numberDirection(bins)
}

function psiOf(bins: Bins): number {
  const floor = (share: number) => Math.max(share, LEAST_BIN)
  return bins.reduce((sum, { before, now }) => sum + (now - before) * Math.log(floor(now) / floor(before)), 0)
}

function levelDirection(bins: Bins): string | null {
  const [most] = bins.toSorted((a, b) => b.now - b.before - (a.now - a.before))
  if (!most || most.now - most.before < LEAST_SHARE) return null
  return most.level === undefined ? 'levels that are not known' : `more ${most.level}`
}

/** The share of now in a bin where no row was before: at the ends it is outside of the range. */
function beyond({ before, now }: Bins[number]): number {
  return before === 0 ? now : 0
}

function numberDirection(bins: Bins): string | null {
  let [below, above] = [0, 0]
  for (const { before, now } of bins) {
    above += now * (below + before / 2)
    below += before
  }
  const [first, last] = [beyond(bins[0]!), beyond(bins.at(-1)!)]
  if (first > LEAST_SHARE && last > LEAST_SHARE) return 'beyond both ends of the range'
  if (Math.abs(above - 0.5) < LEAST)
    return first > LEAST_SHARE ? 'below the range' : last > LEAST_SHARE ? 'above the range' : null
  return above > 0.5 ? 'higher' : 'lower'
}
