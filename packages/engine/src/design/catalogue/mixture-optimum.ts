import type { DesignProblem } from '../design-problem.ts'
import type { MixtureFactor } from '../factor.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { simplexLattice } from './simplex-design.ts'

/**
 * The D-optimal design of a Scheffé mixture model over a whole simplex, or one cut smaller by lower bounds alone.
 *
 * Linear: the vertices as equally often as can be; det M is convex in every run, and over the vertices their product of counts.
 * Quadratic: the vertices and middles of edges equally often, for multiples of their number; also G-optimal.
 *
 * Source: Kiefer, Ann. Math. Statist. 32 (1961) 298–325.
 */
export function mixtureOptimum(problem: DesignProblem): CatalogueEntry | undefined {
  const { factors, model, runs: n, criterion } = problem
  const components = factors.filter((factor) => factor.kind === 'mixture')
  const q = components.length
  const free = q < 2 || q < factors.length ? undefined : simplexReach(components)
  if (free === undefined) return undefined
  const degree = scheffeDegree(problem)
  const isBalanced = n % model.columns.length === 0
  if (!degree || n < model.columns.length || !(criterion.kind === 'D' || criterion.kind === 'G')) return undefined
  if (!isBalanced && (degree === 2 || criterion.kind === 'G')) return undefined
  const lattice = simplexLattice(q, degree)
  const runs = Float64Array.from({ length: n * q }, (_, i) => {
    const { low, total } = components[i % q]!
    return low / total + free * lattice[i % lattice.length]!
  })
  if (!components.every((component, j) => keepsToStep(component, runs, j, q))) return undefined
  return { name: `simplex lattice {${q}, ${degree}}`, runs }
}

/**
 * The share of the total that lower bounds leave free, where every component can take all of it: the region is a simplex. Undefined
 * where upper bounds cut it or the components are of several groups.
 */
export function simplexReach(components: readonly MixtureFactor[]): number | undefined {
  const { group, total } = components[0]!
  const free = total - components.reduce((sum, { low }) => sum + low, 0)
  const isWhole = components.every(
    (component) => component.group === group && component.high >= component.low + free - 1e-12 * total,
  )
  return isWhole && free > 0 ? free / total : undefined
}

/** 1 for all components, 2 with all their pairs besides, without an intercept. */
function scheffeDegree({ factors, model }: DesignProblem): 1 | 2 | undefined {
  const q = factors.length
  const products = new Set<string>()
  for (const { variables } of model.terms.terms) {
    const pieces = variables.flatMap((variable) => variable.pieces)
    if (
      !pieces.every((piece) => piece.kind === 'power' && piece.power === 1 && piece.center === 0 && piece.scale === 1)
    ) {
      return undefined
    }
    const inputs = [...new Set(pieces.map(({ input }) => input))]
    if (inputs.length !== pieces.length || inputs.length > 2) return undefined
    products.add(JSON.stringify(inputs.sort()))
  }
  const hasAllSingle = factors.every(({ name }) => products.has(JSON.stringify([name])))
  if (model.terms.intercept || !hasAllSingle || products.size !== model.columns.length) return undefined
  return products.size === q ? 1 : products.size === (q * (q + 1)) / 2 ? 2 : undefined
}

function keepsToStep({ step, total }: MixtureFactor, runs: Float64Array, j: number, q: number): boolean {
  if (step === undefined) return true
  for (let at = j; at < runs.length; at += q) {
    const steps = (runs[at]! * total) / step
    if (Math.abs(steps - Math.round(steps)) > 1e-9) return false
  }
  return true
}
