import { threadId } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { PartContext, PartWork } from '../src/threads/part-work.ts'

/** Where the parts of a test see each other: cells of shared memory. */
export interface SharedCells {
  readonly cells: Int32Array<SharedArrayBuffer>
}

/** Parts that behave in every way a part can, for the tests of the pool. */
export const TEST_WORK = {
  square: (_: SharedCells, item: number): { item: number; square: number } => ({ item, square: item * item }),

  /** Waits until as many parts as there are cells have come so far: only so many threads at once get through. */
  meet: ({ cells }: SharedCells, item: number): number => {
    Atomics.store(cells, item, 1)
    while (cells.includes(0)) Atomics.wait(cells, cells.indexOf(0), 0, 5)
    return threadId
  },

  /** Reports once, then goes on until it is told to end. */
  untilStopped: (
    { cells }: SharedCells,
    item: number,
    { report, shouldStop }: PartContext<{ item: number }>,
  ): string => {
    report({ item })
    while (!shouldStop()) Atomics.wait(cells, 0, 0, 1)
    return `stopped ${item}`
  },

  /** Ends at once on the calling thread, and when it is told to on a helper. */
  stopsOnHelper: (
    { caller, cells }: SharedCells & { readonly caller: number },
    item: number,
    { shouldStop }: PartContext,
  ): string => {
    Atomics.store(cells, item, 1)
    while (cells.includes(0)) Atomics.wait(cells, cells.indexOf(0), 0, 5)
    if (threadId === caller) return 'at once'
    while (!shouldStop()) Atomics.wait(cells, 0, 1, 1)
    return 'told to'
  },

  /** Part 0 fails some time after the next one, unless it is told to end early. */
  refuseLate: ({ cells }: SharedCells, item: number, { shouldStop }: PartContext): string => {
    if (item > 0) Atomics.add(cells, 0, 1)
    else {
      while (Atomics.load(cells, 0) === 0) Atomics.wait(cells, 0, 0, 1)
      Atomics.wait(cells, 0, Atomics.load(cells, 0), 30)
      if (shouldStop()) return 'told to'
    }
    throw new CodedError('response_constant', { column: `of part ${item}`, value: 3 })
  },

  crash: (_: SharedCells): never => {
    throw new TypeError('a fault of ours')
  },

  /** The helper ends in the middle of its part. */
  exit: ({ caller, cells }: SharedCells & { readonly caller: number }, item: number): void => {
    Atomics.store(cells, item, 1)
    while (cells.includes(0)) Atomics.wait(cells, cells.indexOf(0), 0, 5)
    if (threadId !== caller) process.exit(0)
  },
} satisfies PartWork
