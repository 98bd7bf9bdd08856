import { createStudy } from '../packages/engine/src/index.ts'
import type { BenchRow } from './bench.ts'

const TRIALS = 10
const RUNS = 5
const NOTE = `One trial of ${TRIALS} in a row; the fastest of ${RUNS} runs.`
const LIMIT = { ms: 2 }

/** What the sampler itself takes to ask for a trial and to take in its value, where earlier trials are few and where they are many. */
export default function tuning(): Promise<readonly BenchRow[]> {
  const rows = [100, 500].map((count) => ({
    question: `a trial of TPE in 8 dimensions, after ${count}`,
    oursMs: trialAfter(count),
    peer: '',
    peerMs: null,
    limit: LIMIT,
    note: NOTE,
  }))
  return Promise.resolve(rows)
}

function trialAfter(count: number): number {
  const space = Array.from({ length: 8 }, (_, j) => ({ kind: 'float', name: `x${j}`, low: -1, high: 1 }) as const)
  const study = createStudy(space, { seed: 1, sampler: 'tpe' })
  const goOn = (trials: number) => {
    for (let t = 0; t < trials; t++) {
      const trial = study.ask()!
      const settings = Object.values(trial.parameters).map(Number)
      study.tell(trial, { values: [settings.reduce((sum, x) => sum + x * x, 0)] })
    }
  }
  goOn(count)
  const costs = Array.from({ length: RUNS }, () => {
    const started = performance.now()
    goOn(TRIALS)
    return (performance.now() - started) / TRIALS
  })
  return Math.min(...costs)
}
