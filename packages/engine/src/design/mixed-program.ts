import { linearProgram, type Polytope } from './linear-program.ts'

const LEVEL_TOLERANCE = 1e-9
/** Far more than factors with levels in constraints ask for. */
const MAX_NODES = 5000

/**
 * The largest Σ objective · x over a polytope of which some variables keep to levels: branch and bound on the linear relaxation.
 *
 * @param levels  by variable, ascending; only variables that rows hold are branched on, the others are put on their best level
 * @returns null where there is no such point; after 5,000 nodes the best so far, and where there is none the relaxation's
 */
export function mixedMaximum(
  polytope: Polytope,
  levels: ReadonlyMap<number, Float64Array>,
  objective: Float64Array,
): { value: number; point: Float64Array } | null {
  let best: { value: number; point: Float64Array } | null = null
  let relaxed: { value: number; point: Float64Array } | null = null
  const open: Polytope[] = [polytope]
  for (let nodes = 0; open.length > 0 && nodes < MAX_NODES; nodes++) {
    const node = open.pop()!
    const found = linearProgram(node)?.maximise(objective)
    if (!found) continue
    relaxed ??= found
    if (best && found.value <= best.value + LEVEL_TOLERANCE) continue
    const off = firstOffLevel(found.point, levels)
    if (!off) best = found
    else open.push(...branches(node, off))
  }
  return best ?? (open.length > 0 ? relaxed : null)
}

interface OffLevel {
  readonly variable: number
  /** The levels around it. */
  readonly below: number
  readonly above: number
}

function firstOffLevel(point: Float64Array, levels: ReadonlyMap<number, Float64Array>): OffLevel | null {
  for (const [variable, settings] of levels) {
    const value = point[variable]!
    if (settings.some((setting) => Math.abs(setting - value) <= LEVEL_TOLERANCE)) continue
    const next = settings.findIndex((setting) => setting > value)
    return { variable, below: settings[next - 1]!, above: settings[next]! }
  }
  return null
}

/** The nearer side comes last, to be looked at first. */
function branches(node: Polytope, { variable, below, above }: OffLevel): Polytope[] {
  const lower = { ...node, high: node.high.with(variable, below) }
  const upper = { ...node, low: node.low.with(variable, above) }
  return [upper, lower]
}
