import { ForestMemory } from './forest-memory.ts'
import type { ForestOptions } from './forest-options.ts'
import type { ForestProblem } from './forest-problem.ts'
import type { ForestGrower, ForestTree } from './forest-tree.ts'
import { bagKey, rootKey } from './node-keys.ts'

/** Grows trees of the squared error in WebAssembly; of two classes that is Gini's criterion as well. */
export class FastGrower implements ForestGrower {
  readonly sums = 1
  readonly #problem: ForestProblem
  readonly #memory: ForestMemory
  readonly #replaces: number

  constructor(problem: ForestProblem, options: ForestOptions) {
    this.#problem = problem
    this.#memory = new ForestMemory(problem, options)
    this.#replaces = options.bootstrap ? 1 : 0
  }

  grow(key: number): ForestTree {
    const memory = this.#memory
    const inBag = memory.kernels.drawBag(bagKey(key), this.#problem.draws, this.#replaces)
    const nodes = memory.kernels.growTree(rootKey(key), inBag)
    return {
      nodes,
      feature: memory.integers(memory.feature, nodes),
      cut: memory.integers(memory.cut, nodes),
      left: memory.integers(memory.left, nodes),
      missingLeft: memory.bytes(memory.missingLeft, nodes),
      set: memory.integers(memory.set, nodes),
      sets: memory.bytes(memory.sets, memory.setBytes),
      sum: memory.doubles(memory.sum, nodes),
      weight: memory.doubles(memory.weight, nodes),
      gain: memory.doubles(memory.gain, nodes),
    }
  }

  addOutOfBag(leaves: Float64Array): void {
    const memory = this.#memory
    memory.doubles(memory.leaves, leaves.length).set(leaves)
    memory.kernels.addOutOfBag(memory.oobSums, memory.oobTimes, memory.leaves, this.#problem.leafUnit)
  }

  outOfBag(): { readonly sums: Float64Array; readonly times: Int32Array } {
    const { rows } = this.#problem
    return {
      sums: this.#memory.doubles(this.#memory.oobSums, rows).slice(),
      times: this.#memory.integers(this.#memory.oobTimes, rows).slice(),
    }
  }

  release(): void {
    this.#memory.release()
  }
}
