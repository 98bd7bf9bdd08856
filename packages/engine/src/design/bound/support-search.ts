import { codedLevels } from '../coded-range.ts'
import { designMatrix, modelExpansion } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import { isChosen } from '../factor.ts'
import { lineMaximum } from '../line-maximum.ts'
import type { Region } from '../region.ts'
import { degreeOnLine, moveOnLine, type SettingLine, spanOfLine } from '../setting-line.ts'
import { quadraticForms } from './moment-blocks.ts'
import type { ReducedModel } from './reduced-model.ts'
import type { CandidateGrowth } from './working-set.ts'

const PASSES = 20
/** Climbs from the support: as many as a round has time for, one costing about a thousand forms. */
const CLIMBS = [25, 100] as const
const CLIMB_WORK = 1.5e5
const OTHERS = 20
/** Peaks of equal height are found one by one by looking this share of a line to both sides first. */
const NEAR = 0.05
/** Settings closer than this, in coded units, are one run. */
const SAME = 1e-6

/**
 * Where the region can't be looked at as a whole: climbs to the maxima of the sensitivity from the support, from the best
 * candidates, and from other candidates in turn.
 */
export function candidateGrowth(problem: DesignProblem, region: Region, reduced: ReducedModel): CandidateGrowth {
  const climb = supportClimb(problem, region, reduced)
  const expansion = modelExpansion(problem.factors, reduced.columns)
  const k = problem.factors.length
  const climbs = Math.max(CLIMBS[0], Math.min(CLIMBS[1], Math.floor(CLIMB_WORK / reduced.structure.size)))
  let turn = 0
  return (candidates, { weights, sensitivity }, support) => {
    const count = candidates.groups.length
    const forms = new Float64Array(count)
    quadraticForms(forms, candidates.rows, sensitivity, reduced.structure)
    const heaviest = support
      .map((i, s) => ({ i, weight: weights[s]! }))
      .filter(({ i, weight }) => weight > (1e-4 * candidates.totals[candidates.groups[i]!]!) / support.length)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, climbs)
      .map(({ i }) => i)
    const highest = Array.from(forms.keys())
      .sort((a, b) => forms[b]! - forms[a]! || a - b)
      .slice(0, OTHERS)
    const others = Array.from({ length: OTHERS }, () => (turn = (turn + 7919) % count))
    const grown: { run: Float64Array; group: number }[] = []
    const add = (run: Float64Array, group: number) => {
      const isKnown =
        holds(candidates.runs, candidates.groups, run, group) ||
        grown.some((one) => one.group === group && isSame(one.run, 0, run))
      if (!isKnown) grown.push({ run, group })
    }
    for (const i of new Set([...heaviest, ...highest, ...others])) {
      const run = candidates.runs.slice(i * k, (i + 1) * k)
      climb(run, sensitivity, NEAR)
      add(run.slice(), candidates.groups[i]!)
      climb(run, sensitivity, 1)
      add(run, candidates.groups[i]!)
    }
    if (grown.length === 0) return candidates
    const runs = joined(candidates.runs, Float64Array.from(grown.flatMap(({ run }) => [...run])))
    return {
      ...candidates,
      runs,
      rows: designMatrix(expansion, runs, k),
      groups: Uint32Array.from([...candidates.groups, ...grown.map(({ group }) => group)]),
    }
  }
}

function holds(runs: Float64Array, groups: Uint32Array, run: Float64Array, group: number): boolean {
  for (let i = 0; i < groups.length; i++) if (groups[i] === group && isSame(runs, i * run.length, run)) return true
  return false
}

function isSame(runs: Float64Array, at: number, run: Float64Array): boolean {
  for (let j = 0; j < run.length; j++) if (Math.abs(runs[at + j]! - run[j]!) > SAME) return false
  return true
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/**
 * Climbs from a run to a maximum of gᵀ·S·g, one factor (or direction) after the other; in place. A step goes no farther than
 * `share` of the line's interval; below 1 factors with levels stay.
 */
function supportClimb(
  problem: DesignProblem,
  region: Region,
  reduced: ReducedModel,
): (run: Float64Array, sensitivity: Float64Array, share: number) => void {
  const { factors } = problem
  const expansion = modelExpansion(factors, reduced.columns)
  const row = new Float64Array(expansion.width)
  const form = new Float64Array(1)
  const lines = linesOf(problem, region, reduced)
  const span = new Float64Array(2)
  return (run, sensitivity, share) => {
    const trial = run.slice()
    const valueAt = (at: Float64Array) => {
      expansion.expand(at, 0, row, 0)
      quadraticForms(form, row, sensitivity, reduced.structure)
      return form[0]!
    }
    let value = valueAt(run)
    for (let pass = 0; pass < PASSES; pass++) {
      const before = value
      for (const { line, degree } of lines) {
        const along = (setting: number) => {
          trial.set(run)
          moveOnLine(line, trial, 0, setting)
          return region.isProduct || region.contains(trial, 0) ? valueAt(trial) : Number.NEGATIVE_INFINITY
        }
        const best = line.levels
          ? share < 1
            ? null
            : bestLevel(line.levels, along)
          : spanOfLine(region, line, run, 0, span)
            ? nearMaximum(along, span, run[line.direction.factors[0]!]!, share, degree)
            : null
        if (best === null || !(best.value > value * (1 + 1e-12))) continue
        value = best.value
        moveOnLine(line, run, 0, best.at)
      }
      if (!(value > before * (1 + 1e-10))) break
    }
  }
}

/** Factors with enough settings, or levels, move over them; the others along the region's directions. */
function linesOf(
  { factors }: DesignProblem,
  region: Region,
  { settings, columns }: ReducedModel,
): { line: SettingLine; degree: number }[] {
  const levels = factors.map((factor, j) => (isChosen(factor) ? (settings[j] ?? codedLevels(factor)) : []))
  const listed = levels.flatMap((own, j): SettingLine[] =>
    own === null || own.length === 0
      ? []
      : [
          {
            direction: { factors: Uint32Array.of(j), steps: Float64Array.of(1) },
            levels: Float64Array.from(own),
          },
        ],
  )
  const others = region.directions.filter((direction) => direction.factors.every((j) => levels[j] === null))
  return [...listed, ...others.map((direction): SettingLine => ({ direction }))].map((line) => ({
    line,
    degree: 2 * degreeOnLine(region, columns, line),
  }))
}

function nearMaximum(
  value: (at: number) => number,
  span: Float64Array,
  here: number,
  share: number,
  degree: number,
): { at: number; value: number } {
  const reach = share * (span[1]! - span[0]!)
  return lineMaximum(value, Math.max(span[0]!, here - reach), Math.min(span[1]!, here + reach), degree)
}

function bestLevel(levels: Float64Array, value: (at: number) => number): { at: number; value: number } {
  let best = { at: levels[0]!, value: Number.NEGATIVE_INFINITY }
  for (const at of levels) {
    const here = value(at)
    if (here > best.value) best = { at, value: here }
  }
  return best
}
