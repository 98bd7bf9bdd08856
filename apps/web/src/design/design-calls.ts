import {
  approximateBound,
  catalogueDesign,
  checkRegion,
  criterionScore,
  type Design,
  type DesignProblem,
  type DesignSearch,
  designRegion,
  evaluateDesign,
  naturalRange,
  replaceRun,
  searchStarts,
} from '@zerosec/engine'
import { faultOf } from './failure.ts'
import type { ConstraintCheck, DesignQuality, WorkerAnswer, WorkerCall } from './worker-messages.ts'

/** Passes over all runs within a start, at most: the default of the job. */
const SWEEPS = 50

/** Does what is asked and answers through `post`. Runs in a worker. */
export function answerCall(call: WorkerCall, post: (answer: WorkerAnswer) => void): void {
  try {
    post(doneCall(call, post))
  } catch (error) {
    post({ kind: 'failed', failure: faultOf(error) })
  }
}

function doneCall(call: WorkerCall, post: (answer: WorkerAnswer) => void): WorkerAnswer {
  switch (call.kind) {
    case 'search': {
      const efficiency = dEfficiencyOf(call.problem)
      const part = searched(call, (design) => post({ kind: 'better', design, dEfficiency: efficiency(design.runs) }))
      return { kind: 'searched', part, dEfficiency: efficiency(part.design.runs) }
    }
    case 'judge':
      return { kind: 'judged', quality: qualityOf(call.problem, call.runs) }
    case 'replace': {
      const { problem, runs, index, refused } = call
      const region = designRegion(problem.factors, problem.constraints)
      const run = replaceRun(problem, region, runs, index, refused)
      const changed = Float64Array.from(runs)
      changed.set(run, index * problem.factors.length)
      return { kind: 'replaced', run, dEfficiency: dEfficiencyOf(problem)(changed) }
    }
    case 'bound':
      return { kind: 'bounded', dBound: boundOf(call.problem) }
    case 'check':
      return { kind: 'checked', check: checkOf(call.factors, call.lines) }
  }
}

/** The proven design of the catalogue where there is one, which makes starts needless; else the best of the starts. */
function searched(
  { problem, seed, firstStart, starts }: WorkerCall & { kind: 'search' },
  onBetter: (design: Design) => void,
): DesignSearch {
  const proven = firstStart === 0 ? catalogueDesign(problem) : undefined
  if (!proven) return searchStarts(problem, { seed, firstStart, starts, sweeps: SWEEPS, onBetter })
  onBetter(proven)
  return { design: proven, starts: 0, hits: 0, unfinished: 0 }
}

/** det(M)^(1/p) / N of designs of one problem. */
function dEfficiencyOf(problem: DesignProblem): (runs: Float64Array) => number {
  const region = designRegion(problem.factors, problem.constraints)
  const byDeterminant: DesignProblem = { ...problem, criterion: { kind: 'D' } }
  const p = problem.model.columns.length
  const existing = (problem.existing?.length ?? 0) / problem.factors.length
  return (runs) => Math.exp(criterionScore(byDeterminant, region, runs) / p) / (problem.runs + existing)
}

function qualityOf(problem: DesignProblem, runs: Float64Array): DesignQuality {
  const region = designRegion(problem.factors, problem.constraints)
  return { averageVariance: evaluateDesign(problem, region, runs).averageVariance }
}

/** The D-efficiency that no design of the problem's size exceeds; null where none is known. */
function boundOf(problem: DesignProblem): number | null {
  return approximateBound(problem, designRegion(problem.factors, problem.constraints))?.bound ?? null
}

function checkOf(factors: DesignProblem['factors'], lines: readonly string[]): ConstraintCheck {
  const { errors, doubts, ranges } = checkRegion(factors, lines)
  return {
    errors: errors.map(({ error }) => error.message),
    doubts: doubts.map(({ error }) => error.message),
    narrowed: ranges.flatMap(({ name, low, high }) => {
      const factor = factors.find((each) => each.name === name)
      if (!factor || low === null || high === null || factor.kind === 'categorical' || factor.kind === 'block')
        return []
      const [least, most] = naturalRange(factor)
      const slack = 1e-9 * (most - least)
      return low > least + slack || high < most - slack ? [{ name, low, high }] : []
    }),
  }
}
