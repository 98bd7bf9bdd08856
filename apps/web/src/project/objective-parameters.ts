import type { Objective } from '@zerosec/contract'

type Parameters = Readonly<Record<string, unknown>>

/** What a project wants, in the words of an analysis's parameters; only columns that the table has. Empty for an analysis that asks for no objectives. */
export function objectiveParameters(
  analysis: string,
  objectives: readonly Objective[],
  columns: readonly string[],
): Parameters {
  const known = objectives.filter(({ column }) => columns.includes(column))
  if (known.length === 0) return {}
  const named = (goal: Objective['goal']) => known.filter((objective) => objective.goal === goal)
  if (analysis === 'nonlinear_analysis') {
    const directed = known.filter(({ goal }) => goal === 'maximise' || goal === 'minimise')
    return {
      target_columns: known.map(({ column }) => column),
      ...(directed.length > 0
        ? { directions: Object.fromEntries(directed.map(({ column, goal }) => [column, goal])) }
        : {}),
    }
  }
  if (analysis !== 'pareto' && analysis !== 'next_experiments') return {}
  return {
    maximise: named('maximise').map(({ column }) => column),
    minimise: named('minimise').map(({ column }) => column),
    targets: Object.fromEntries(named('target').map(({ column, target }) => [column, target])),
    ranges: Object.fromEntries(named('range').map(({ column, low, high }) => [column, [low, high]])),
  }
}
