import type { Condition, Constraint } from '../constraint.ts'
import { factorNames } from '../constraint-parser.ts'

/** Names of the factors that a constraint is about. */
export function factorsOf(constraint: Constraint): string[] {
  return constraint.kind === 'linear'
    ? constraint.coefficients.map(({ factor }) => factor)
    : factorsOfCondition(constraint.condition)
}

function factorsOfCondition(condition: Condition): string[] {
  switch (condition.kind) {
    case 'compare':
      return [...factorNames(condition.left), ...factorNames(condition.right)]
    case 'level':
      return [condition.factor]
    case 'and':
    case 'or':
      return condition.parts.flatMap(factorsOfCondition)
    case 'not':
      return factorsOfCondition(condition.part)
  }
}
