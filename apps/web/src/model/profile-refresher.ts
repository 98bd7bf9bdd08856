import type { Prediction } from '@zerosec/model'
import type { FormInput, Settings } from './form-input.ts'
import type { Curve } from './model-messages.ts'
import type { ModelPort } from './model-port.ts'
import { sweepCells } from './sweep-cells.ts'

interface Outcome {
  readonly onPrediction: (prediction: Prediction) => void
  readonly onCurve: (input: string, curve: Curve) => void
  readonly onFailure: (message: string) => void
}

/**
 * Keeps the prediction and the curves of one model up with settings that change faster than it can answer: one call at a time, the
 * prediction of the newest settings first, then the curves that they made stale, those that waited longest first. A curve does not
 * depend on its own input: while that is dragged, it stays.
 */
export class ProfileRefresher {
  readonly #port: ModelPort
  readonly #outcome: Outcome
  readonly #inputs: ReadonlyMap<string, FormInput>
  /** By input: the other settings that its curve holds for; the longest waiting first. */
  readonly #held = new Map<string, string>()
  #swept: readonly string[]
  #large: string | null = null
  #settings: Settings | null = null
  #predicted: Settings | null = null
  #isRunning = false

  constructor(port: ModelPort, inputs: readonly FormInput[], outcome: Outcome) {
    this.#port = port
    this.#outcome = outcome
    const own = new Set(port.facts.inputs.map(({ name }) => name))
    this.#inputs = new Map(
      inputs.filter(({ name, kind }) => own.has(name) && kind !== 'text').map((input) => [input.name, input]),
    )
    this.#swept = [...this.#inputs.keys()]
  }

  /** @param large  the input whose curve is drawn large */
  sweepOnly(names: readonly string[], large: string | null): void {
    this.#swept = names.filter((name) => this.#inputs.has(name))
    this.#large = large
  }

  refresh(settings: Settings): void {
    this.#settings = settings
    if (this.#isRunning) return
    this.#isRunning = true
    this.#run()
      .catch((error: unknown) => this.#outcome.onFailure(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#isRunning = false
      })
  }

  async #run(): Promise<void> {
    for (;;) {
      const settings = this.#settings!
      if (this.#predicted !== settings) {
        const [prediction] = await this.#port.predict([settings])
        this.#predicted = settings
        this.#outcome.onPrediction(prediction!)
        continue
      }
      const stale = this.#stalest(settings)
      if (stale === undefined) return
      const context = this.#contextOf(settings, stale)
      const cells = sweepCells(this.#inputs.get(stale)!, this.#large === stale ? 'large' : 'small')
      const curve = await this.#port.sweep(settings, stale, cells)
      this.#held.delete(stale)
      this.#held.set(stale, context)
      this.#outcome.onCurve(stale, curve)
    }
  }

  #stalest(settings: Settings): string | undefined {
    const isStale = (name: string) => this.#held.get(name) !== this.#contextOf(settings, name)
    return (
      this.#swept.find((name) => !this.#held.has(name)) ??
      [...this.#held.keys()].find((name) => this.#swept.includes(name) && isStale(name))
    )
  }

  /** What a curve depends on. */
  #contextOf(settings: Settings, input: string): string {
    const others = Object.entries(settings).filter(([name]) => name !== input)
    return JSON.stringify([others, this.#large === input])
  }
}
