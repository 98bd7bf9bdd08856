import type { Condition, Quantity } from './constraint.ts'

type Comparison = Extract<Condition, { kind: 'compare' }>
type Relation = Comparison['relation']

const OPPOSITE: Readonly<Record<Relation, Relation>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '=': '!=',
  '!=': '=',
}
const TURNED: Readonly<Record<Relation, Relation>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
  '!=': '!=',
}

/** The same condition of comparisons, levels, `and` and `or` alone; bounds on abs, min and max become bounds on their inputs. */
export function normalForm(condition: Condition, negated = false): Condition {
  switch (condition.kind) {
    case 'not':
      return normalForm(condition.part, !negated)
    case 'level':
      return { ...condition, negated: condition.negated !== negated }
    case 'compare':
      return withoutBends(negated ? { ...condition, relation: OPPOSITE[condition.relation] } : condition)
    case 'and':
    case 'or': {
      const kind = (condition.kind === 'and') === negated ? 'or' : 'and'
      return joined(
        kind,
        condition.parts.map((part) => normalForm(part, negated)),
      )
    }
  }
}

/** The conditions that must all be true for a condition in normal form. */
export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.parts : [condition]
}

/** `abs(a) <= b` is `a <= b and −a <= b`; `min(a, b) <= c` is `a <= c or b <= c`. */
function withoutBends(comparison: Comparison): Condition {
  const { relation, left, right } = comparison
  if (relation === '=' || relation === '!=') return comparison
  if (left.kind !== 'function')
    return right.kind === 'function' ? (bend(right, TURNED[relation], left) ?? comparison) : comparison
  return bend(left, relation, right) ?? comparison
}

function bend(bent: Quantity & { kind: 'function' }, relation: Relation, bound: Quantity): Condition | null {
  const isBelow = relation === '<' || relation === '<='
  const part = (left: Quantity) => withoutBends({ kind: 'compare', relation, left, right: bound })
  if (bent.name === 'abs') {
    const inner = bent.inputs[0]!
    const zero: Quantity = { kind: 'number', value: 0 }
    const minus: Quantity = { kind: 'operation', operator: '-', left: zero, right: inner }
    return joined(isBelow ? 'and' : 'or', [part(inner), part(minus)])
  }
  if (bent.name !== 'min' && bent.name !== 'max') return null
  return joined((bent.name === 'max') === isBelow ? 'and' : 'or', bent.inputs.map(part))
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  return flat.length === 1 ? flat[0]! : { kind, parts: flat }
}
