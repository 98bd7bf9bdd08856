import type { Prediction } from '@zerosec/model'
import { type AxisRange, extended } from './axis-range.ts'
import { type FormInput, formInputs, type Settings, startSettings } from './form-input.ts'
import type { Curve, ModelFacts } from './model-messages.ts'
import type { ModelPort } from './model-port.ts'
import { ProfileRefresher } from './profile-refresher.ts'

/** What is shown of one model. */
export interface ResponseProfile {
  readonly facts: ModelFacts
  /** Of the settings, or of those a moment ago. */
  readonly prediction: Prediction | null
  /** By the name of the input. */
  readonly curves: Readonly<Record<string, Curve>>
  /** Grows with what was seen, so that a scale stays put while a setting is dragged. Null as long as nothing was. */
  readonly range: AxisRange | null
}

export interface Profile {
  readonly settings: Settings
  readonly responses: readonly ResponseProfile[]
  /** What a model refused to do. */
  readonly failure: string | null
}

/** Calls back before the next picture is drawn. */
export type NextFrame = (callback: () => void) => void

/**
 * The settings and what the models make of them: predictions first, then the curve of each input. Changes of one picture are told
 * once.
 */
export class ProfileStore {
  readonly inputs: readonly FormInput[]
  readonly start: Settings
  readonly #refreshers: readonly ProfileRefresher[]
  readonly #nextFrame: NextFrame
  readonly #listeners = new Set<() => void>()
  #profile: Profile
  #next: Profile
  #isTelling = false

  constructor(ports: readonly ModelPort[], given: Settings, nextFrame: NextFrame) {
    this.inputs = formInputs(ports.map(({ facts }) => facts))
    this.start = startSettings(this.inputs)
    this.#nextFrame = nextFrame
    const settings = { ...this.start, ...given }
    const responses = ports.map(({ facts }) => ({ facts, prediction: null, curves: {}, range: null }))
    this.#profile = this.#next = { settings, responses, failure: null }
    this.#refreshers = ports.map(
      (port, index) =>
        new ProfileRefresher(port, this.inputs, {
          onPrediction: (prediction) => this.#update(index, { prediction, seen: numbersOf(prediction) }),
          onCurve: (input, curve) => this.#update(index, { input, curve, seen: numbersOfCurve(curve) }),
          onFailure: (failure) => this.#tell({ ...this.#next, failure }),
        }),
    )
  }

  /** Begins, and again when it is looked at anew. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#refresh()
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): Profile => this.#profile

  /** Changes settings; the form shows them at once. */
  set(changes: Settings): void {
    this.#next = { ...this.#next, settings: { ...this.#next.settings, ...changes } }
    this.#profile = this.#next
    for (const listener of this.#listeners) listener()
    this.#refresh()
  }

  reset(): void {
    this.#next = { ...this.#next, responses: this.#next.responses.map((response) => ({ ...response, range: null })) }
    this.set(this.start)
  }

  /** Curves of other inputs are left out. */
  sweepOnly(names: readonly string[], large: string | null): void {
    for (const refresher of this.#refreshers) refresher.sweepOnly(names, large)
    this.#refresh()
  }

  #refresh(): void {
    for (const refresher of this.#refreshers) refresher.refresh(this.#next.settings)
  }

  #update(index: number, change: Change): void {
    const responses = this.#next.responses.map((response, i) => (i === index ? changed(response, change) : response))
    this.#tell({ ...this.#next, responses })
  }

  #tell(next: Profile): void {
    this.#next = next
    if (this.#isTelling) return
    this.#isTelling = true
    this.#nextFrame(() => {
      this.#isTelling = false
      this.#profile = this.#next
      for (const listener of this.#listeners) listener()
    })
  }
}

type Change = { readonly seen: readonly number[] } & (
  | { readonly prediction: Prediction }
  | { readonly input: string; readonly curve: Curve }
)

function changed(response: ResponseProfile, change: Change): ResponseProfile {
  const range = response.facts.target.classes ? { low: 0, high: 1 } : extended(response.range, change.seen)
  if ('prediction' in change) return { ...response, prediction: change.prediction, range }
  return { ...response, curves: { ...response.curves, [change.input]: change.curve }, range }
}

function numbersOf(prediction: Prediction): number[] {
  if (prediction.kind === 'class' || prediction.value === null) return []
  const { value, interval } = prediction
  return interval ? [value, interval.low, interval.high] : [value]
}

function numbersOfCurve({ lines, band }: Curve): number[] {
  return [...lines.flatMap(({ values }) => [...values]), ...(band ? [...band.low, ...band.high] : [])]
}
