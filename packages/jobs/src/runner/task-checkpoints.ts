import type { MessagePort } from 'node:worker_threads'
import type { Checkpoints } from '@zerosec/analyses'
import type { CheckpointCall, FromTask, ToTask } from './messages.ts'

/** The checkpoints of a job, kept by whoever started this task's process. */
export function checkpointsOver(port: MessagePort): Checkpoints {
  const waiting = new Map<number, (answer: Uint8Array | undefined) => void>()
  let calls = 0
  const onAnswer = ({ id, bytes }: ToTask): void => {
    waiting.get(id)?.(bytes)
    waiting.delete(id)
    if (waiting.size === 0) port.off('message', onAnswer) // a task that waits for nothing is to end
  }
  const call = (what: CheckpointCall): Promise<Uint8Array | undefined> =>
    new Promise((resolve) => {
      if (waiting.size === 0) port.on('message', onAnswer)
      const id = calls++
      waiting.set(id, resolve)
      port.postMessage({ kind: 'call', id, call: what } satisfies FromTask, [])
    })
  return {
    load: (key) => call({ name: 'load', key }),
    async save(key, bytes) {
      await call({ name: 'save', key, bytes })
    },
    async publish(file) {
      await call({ name: 'publish', file })
    },
  }
}
