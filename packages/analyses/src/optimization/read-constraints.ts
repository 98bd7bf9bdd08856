import { type Constraint, type Factor, parseConstraints } from '@zerosec/engine'

/** @throws CodedError `design_constraint_invalid` with the place and what is wrong there */
export function readConstraints(texts: readonly string[], factors: readonly Factor[]): Constraint[] {
  return texts.flatMap((text) => parseConstraints(text, factors))
}
