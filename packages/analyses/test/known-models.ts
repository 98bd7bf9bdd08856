import { applicabilityDomain, conformalInterval, type FeaturePiece } from '@zerosec/engine'
import { encodeModel, type Model, type ModelInput } from '@zerosec/model'

const INPUTS: readonly ModelInput[] = [
  { kind: 'number', name: 'x', low: 0, high: 10 },
  { kind: 'number', name: 'z', low: -3, high: 3 },
  { kind: 'category', name: 'ligand', levels: ['A', 'B'] },
]
const number = (feature: number, power: number): FeaturePiece => ({
  kind: 'power',
  feature,
  power,
  center: 0,
  scale: 1,
})
const BONUS: FeaturePiece = { kind: 'level', feature: 2, codes: [0, 1] }

/** gain = x + 2 for ligand B − z²; cost = x² + z². What is best: ligand B and z = 0, whatever x. */
export const GAIN = knownModel('gain', [[number(0, 1)], [BONUS], [number(1, 2)]], [1, 2, -1])
export const COST = knownModel('cost', [[number(0, 2)], [number(1, 2)]], [1, 1])

/** A model that is a sum of known terms of x, z and ligand, with a 90 % interval of ±1 and a domain of 200 rows over all ranges. */
export function knownModel(
  target: string,
  columns: readonly (readonly FeaturePiece[])[],
  coefficients: readonly number[],
  changes: Partial<Model> = {},
): Model {
  const rows = 200
  const at = (i: number, step: number) => (i * step) % 1
  const matrix = {
    rows,
    columns: [
      Float64Array.from({ length: rows }, (_, i) => 10 * at(i, Math.SQRT2)),
      Float64Array.from({ length: rows }, (_, i) => 6 * at(i, Math.sqrt(3)) - 3),
      Float64Array.from({ length: rows }, (_, i) => i % 2),
    ],
    levels: Int32Array.of(0, 0, 2),
  }
  const zero = new Float64Array(rows)
  const held = { target: zero.map((_, i) => (i % 2 === 0 ? 1 : -1)), predicted: zero, scales: {} }
  return {
    target: { name: target },
    inputs: INPUTS,
    predictor: { kind: 'linear', linear: { intercept: 0, coefficients: Float64Array.from(coefficients), columns } },
    interval: {
      conformal: conformalInterval(held, { kind: 'symmetric', scaledBy: 'none', floor: 0.1 }, [0.9]),
      difficulty: null,
    },
    domain: applicabilityDomain(matrix),
    training: { rows, tableSha256: '0'.repeat(64), seed: 1, version: '0.1.0', algorithm: 'linear', scores: {} },
    metadata: {},
    ...changes,
  }
}

/** Opens models by the name of their target. */
export function modelOpener(...models: readonly Model[]) {
  return async (reference: string) => {
    const model = models.find(({ target }) => target.name === reference)!
    return { name: `${reference}.zsm`, bytes: encodeModel(model) }
  }
}
