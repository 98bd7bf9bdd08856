import { CodedError } from '@zerosec/errors'
import { decodeModel, type Model, type OpenedModel, openModel } from '@zerosec/model'
import { goldenProblem } from '../registry/golden.ts'
import { expressionsOf } from '../registry/signature.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import { type Derive, derivation } from './derive.ts'

/** A version in memory, ready to predict. */
export class LoadedModel {
  readonly facts: VersionFacts
  readonly model: Model
  readonly derive: Derive
  /** Names that a row has to have or may have be calculated. */
  readonly inputNames: ReadonlySet<string>
  #plain: OpenedModel | undefined
  readonly #full = new Map<number | undefined, OpenedModel>()

  /** @throws CodedError as `decodeModel`; model_golden_differs */
  constructor(facts: VersionFacts, bytes: Uint8Array) {
    this.facts = facts
    this.model = decodeModel(bytes)
    const problem = goldenProblem(this.model, facts.golden)
    const { name, version } = facts
    if (problem !== undefined) throw new CodedError('model_golden_differs', { name, version, problem })
    this.derive = derivation(expressionsOf(this.model.metadata), this.model.inputs)
    this.inputNames = new Set(this.model.inputs.map(({ name: input }) => input))
  }

  /** Values and flags alone: distances to the training rows cost more than most models. */
  plain(): OpenedModel {
    return (this.#plain ??= openModel({ ...this.model, domain: null, interval: null }, { otherColumns: 'ignore' }))
  }

  /** Interval and domain as well. @throws CodedError parameter_invalid for a level that the interval does not have */
  full(level?: number): OpenedModel {
    const known = this.#full.get(level)
    if (known) return known
    const opened = openModel(this.model, { otherColumns: 'ignore', ...(level === undefined ? {} : { level }) })
    this.#full.set(level, opened)
    return opened
  }
}
