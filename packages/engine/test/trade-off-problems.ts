import { designRegion } from '../src/design/constrained-region.ts'
import type { Constraint } from '../src/design/constraint.ts'
import { type Factor, naturalLevel } from '../src/design/factor.ts'
import type { TradeOffProblem } from '../src/pareto/search/trade-off-problem.ts'

/** A problem over natural settings; a category is the index of its level. */
export function tradeOffProblem(
  factors: readonly Factor[],
  objectives: number,
  lossesAt: (settings: readonly number[]) => readonly number[],
  {
    constraints = [],
    violationAt = () => 0,
  }: { constraints?: readonly Constraint[]; violationAt?: (settings: readonly number[]) => number } = {},
): TradeOffProblem {
  const k = factors.length
  return {
    region: designRegion(factors, constraints),
    objectives,
    evaluate(runs, count, losses, violations) {
      for (let i = 0; i < count; i++) {
        const settings = factors.map((factor, j) => naturalLevel(factor, runs[i * k + j]!))
        losses.set(lossesAt(settings), i * objectives)
        violations[i] = violationAt(settings)
      }
    },
  }
}

export function unitFactors(count: number): Factor[] {
  return Array.from({ length: count }, (_, j) => ({ kind: 'continuous', name: `x${j + 1}`, low: 0, high: 1 }))
}

const rest = (x: readonly number[], from: number, of: (value: number) => number) =>
  x.slice(from).reduce((sum, value) => sum + of(value), 0)

/** Problems with known fronts: Zitzler, Deb & Thiele, Evol. Comput. 8 (2000) 173–195; DTLZ2: Deb et al., CEC 2002, 825–830. */
export const KNOWN_FRONTS: Readonly<Record<string, () => TradeOffProblem>> = {
  zdt1: () => zdt((x, g) => 1 - Math.sqrt(x / g)),
  zdt2: () => zdt((x, g) => 1 - (x / g) ** 2),
  zdt3: () => zdt((x, g) => 1 - Math.sqrt(x / g) - (x / g) * Math.sin(10 * Math.PI * x)),
  zdt4: () => {
    const others: Factor[] = unitFactors(9).map(({ name }) => ({
      kind: 'continuous',
      name: `y${name}`,
      low: -5,
      high: 5,
    }))
    return tradeOffProblem([...unitFactors(1), ...others], 2, (x) => {
      const g = 91 + rest(x, 1, (value) => value * value - 10 * Math.cos(4 * Math.PI * value))
      return [x[0]!, g * (1 - Math.sqrt(x[0]! / g))]
    })
  },
  zdt6: () =>
    tradeOffProblem(unitFactors(10), 2, (x) => {
      const first = 1 - Math.exp(-4 * x[0]!) * Math.sin(6 * Math.PI * x[0]!) ** 6
      const g = 1 + 9 * (rest(x, 1, (value) => value) / 9) ** 0.25
      return [first, g * (1 - (first / g) ** 2)]
    }),
  dtlz2: () => dtlz2(3),
}

function zdt(shape: (x: number, g: number) => number): TradeOffProblem {
  return tradeOffProblem(unitFactors(30), 2, (x) => {
    const g = 1 + (9 * rest(x, 1, (value) => value)) / 29
    return [x[0]!, g * shape(x[0]!, g)]
  })
}

/** Its front is the unit sphere. @param scales  by which its objectives are stretched */
export function dtlz2(objectives: number, scales: readonly number[] = []): TradeOffProblem {
  return tradeOffProblem(unitFactors(objectives + 9), objectives, (x) => {
    const g = 1 + rest(x, objectives - 1, (value) => (value - 0.5) ** 2)
    return Array.from({ length: objectives }, (_, k) => {
      let loss = g * (scales[k] ?? 1)
      for (let j = 0; j < objectives - 1 - k; j++) loss *= Math.cos((x[j]! * Math.PI) / 2)
      return k === 0 ? loss : loss * Math.sin((x[objectives - 1 - k]! * Math.PI) / 2)
    })
  })
}
