import { conjuncts, normalForm } from './condition-normal-form.ts'
import type { Condition, Constraint } from './constraint.ts'
import { factorNames, parseStatements } from './constraint-parser.ts'
import { constraintError } from './constraint-tokens.ts'
import type { Factor } from './factor.ts'
import { comparedForm } from './linear-form.ts'

/** A constraint is a line that a person writes; what is longer is not read. */
const MAX_LENGTH = 4000

/**
 * Reads constraints in natural units, such as `2*temp + time <= 300`, `A + B + C = 1`, `10 <= a + b <= 20`,
 * `not (catalyst = "A" and temp > 80)`, `if catalyst in ("A", "B") then temp <= 80`, `temp * time <= 500`.
 *
 * Arithmetic is + − * / ^ and abs, log, ln, log10, exp, sqrt, min, max; `and`, `or`, `not` are also && || ! and かつ, または. Full-width signs
 * and digits, ≤ ≥ ≠ are read as their ASCII forms. Names need backquotes only where they would read as something else; a level
 * needs quotation marks only where it does. A new line, `;` or a closing 。 ends a constraint. `30%` is a part of a mixture's total.
 *
 * What must hold together comes out as constraints of its own: a chain of comparisons gives two. `linear` is what is
 * a sum over numeric factors with <=, >= or =; all else is `logical`, strict inequalities too: regions keep a millionth of
 * the range from their bounds. Nothing is ever evaluated as code.
 *
 * @returns the constraints in order; none for a blank text
 * @throws CodedError `design_constraint_invalid` with the place and what is wrong there
 */
export function parseConstraints(text: string, factors: readonly Factor[]): Constraint[] {
  if (text.length > MAX_LENGTH) {
    throw constraintError(text, MAX_LENGTH, `it is longer than ${MAX_LENGTH} characters; write it in parts`)
  }
  return parseStatements(text, factors).flatMap((statement) => {
    const parts = conjuncts(normalForm(statement.condition))
    return parts.map((condition) => asConstraint(statement.text, condition))
  })
}

function asConstraint(text: string, condition: Condition): Constraint {
  checkComparisons(text, condition)
  if (condition.kind !== 'compare') return { kind: 'logical', text, condition }
  const { relation } = condition
  const form = comparedForm(condition)
  if (!form || (relation !== '<=' && relation !== '>=' && relation !== '=')) return { kind: 'logical', text, condition }
  const coefficients = [...form.coefficients].map(([factor, coefficient]) => ({ factor, coefficient }))
  return { kind: 'linear', text, coefficients, relation, bound: -form.constant }
}

/** Every comparison must be about a factor and of numbers that can be calculated. */
function checkComparisons(text: string, condition: Condition): void {
  if (condition.kind === 'and' || condition.kind === 'or') {
    for (const part of condition.parts) checkComparisons(text, part)
  }
  if (condition.kind !== 'compare') return
  const form = comparedForm(condition)
  const isFree = form
    ? form.coefficients.size === 0
    : [condition.left, condition.right].flatMap(factorNames).length === 0
  if (isFree) throw constraintError(text, 0, 'a comparison in it depends on no factor, so it is always true or never')
  if (form && ![form.constant, ...form.coefficients.values()].every(Number.isFinite)) {
    throw constraintError(text, 0, 'a number in it can not be calculated, such as 1/0')
  }
}
