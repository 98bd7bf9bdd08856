import type { Condition, Constraint, Quantity } from '../constraint.ts'

/** Names of the factors that a constraint is about. */
export function factorsOf(constraint: Constraint): string[] {
  return constraint.kind === 'linear'
    ? constraint.coefficients.map(({ factor }) => factor)
    : factorsOfCondition(constraint.condition)
}

function factorsOfCondition(condition: Condition): string[] {
  switch (condition.kind) {
    case 'compare':
      return [...factorsOfQuantity(condition.left), ...factorsOfQuantity(condition.right)]
    case 'level':
      return [condition.factor]
    case 'and':
    case 'or':
      return condition.parts.flatMap(factorsOfCondition)
    case 'not':
      return factorsOfCondition(condition.part)
  }
}

function factorsOfQuantity(quantity: Quantity): string[] {
  switch (quantity.kind) {
    case 'number':
      return []
    case 'factor':
      return [quantity.name]
    case 'operation':
      return [...factorsOfQuantity(quantity.left), ...factorsOfQuantity(quantity.right)]
    case 'function':
      return quantity.inputs.flatMap(factorsOfQuantity)
  }
}
