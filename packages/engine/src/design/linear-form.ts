import type { Condition, FunctionName, Quantity } from './constraint.ts'

/** Σ coefficient · factor + constant, in natural units; no coefficient is 0. */
export interface LinearForm {
  readonly coefficients: ReadonlyMap<string, number>
  readonly constant: number
}

/** Left side minus right side; null where that is not linear. */
export function comparedForm(comparison: Condition & { kind: 'compare' }): LinearForm | null {
  const left = linearForm(comparison.left)
  const right = linearForm(comparison.right)
  return left && right && sum(left, right, -1)
}

/** The quantity as a linear form of the factors; null where it is none. */
export function linearForm(quantity: Quantity): LinearForm | null {
  switch (quantity.kind) {
    case 'number':
      return constantForm(quantity.value)
    case 'factor':
      return { coefficients: new Map([[quantity.name, 1]]), constant: 0 }
    case 'function': {
      const inputs = quantity.inputs.map(linearForm)
      if (!inputs.every((form) => form !== null && form.coefficients.size === 0)) return null
      return constantForm(FUNCTIONS[quantity.name](...inputs.map((form) => form!.constant)))
    }
    case 'operation': {
      const left = linearForm(quantity.left)
      const right = linearForm(quantity.right)
      return left && right && operationForm(quantity.operator, left, right)
    }
  }
}

/** What the functions of constraints calculate. */
export const FUNCTIONS: Readonly<Record<FunctionName, (...inputs: number[]) => number>> = {
  abs: Math.abs,
  log: Math.log,
  ln: Math.log,
  log10: Math.log10,
  exp: Math.exp,
  sqrt: Math.sqrt,
  min: Math.min,
  max: Math.max,
}

function operationForm(operator: '+' | '-' | '*' | '/' | '^', left: LinearForm, right: LinearForm): LinearForm | null {
  if (operator === '+') return sum(left, right, 1)
  if (operator === '-') return sum(left, right, -1)
  if (operator === '*' && left.coefficients.size === 0) return sum(constantForm(0), right, left.constant)
  if (right.coefficients.size > 0) return null
  if (operator === '*') return sum(constantForm(0), left, right.constant)
  if (operator === '/') return quotient(left, right.constant)
  if (left.coefficients.size === 0) return constantForm(left.constant ** right.constant)
  return right.constant === 1 ? left : null
}

function sum(left: LinearForm, right: LinearForm, scale: number): LinearForm {
  const coefficients = new Map(left.coefficients)
  for (const [name, coefficient] of right.coefficients) {
    const total = (coefficients.get(name) ?? 0) + scale * coefficient
    if (total === 0) coefficients.delete(name)
    else coefficients.set(name, total)
  }
  return { coefficients, constant: left.constant + scale * right.constant }
}

/** Divided, not multiplied by the inverse: `a / 10` has the coefficient 0.1 as it is written. */
function quotient(form: LinearForm, divisor: number): LinearForm {
  const coefficients = new Map([...form.coefficients].map(([name, coefficient]) => [name, coefficient / divisor]))
  return { coefficients, constant: form.constant / divisor }
}

function constantForm(constant: number): LinearForm {
  return { coefficients: new Map(), constant }
}
