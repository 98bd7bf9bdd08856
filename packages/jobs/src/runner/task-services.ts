import type { MessagePort } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { Answer, FromTask, ServiceCall, TaskServices, ToTask } from './messages.ts'

/** The checkpoints and files of a job, kept by whoever started this task's process. */
export function servicesOver(port: MessagePort): TaskServices {
  const waiting = new Map<number, (answer: Answer) => void>()
  let calls = 0
  const onAnswer = ({ id, answer }: ToTask): void => {
    waiting.get(id)?.(answer)
    waiting.delete(id)
    if (waiting.size === 0) port.off('message', onAnswer) // a task that waits for nothing is to end
  }
  const call = async (what: ServiceCall): Promise<Answer> => {
    const answer = await new Promise<Answer>((resolve) => {
      if (waiting.size === 0) port.on('message', onAnswer)
      const id = calls++
      waiting.set(id, resolve)
      port.postMessage({ kind: 'call', id, call: what } satisfies FromTask, [])
    })
    if (answer.kind === 'refused') throw new CodedError(answer.code, answer.details)
    if (answer.kind === 'faulted') throw new Error(answer.message)
    return answer
  }
  return {
    checkpoints: {
      async load(key) {
        const answer = await call({ name: 'load', key })
        return answer.kind === 'loaded' ? answer.bytes : undefined
      },
      async save(key, bytes) {
        await call({ name: 'save', key, bytes })
      },
      async publish(file) {
        await call({ name: 'publish', file })
      },
    },
    parts: {
      async offer(keys) {
        await call({ name: 'offer', keys })
      },
      async take(keys, takesOver) {
        const answer = await call({ name: 'take', keys, takesOver })
        if (answer.kind !== 'taken') throw new Error(`an answer of the kind ${answer.kind} to a call to take`)
        return answer.part
      },
    },
    async openFile(reference) {
      const answer = await call({ name: 'open', reference })
      if (answer.kind !== 'opened') throw new Error(`an answer of the kind ${answer.kind} to a call to open`)
      return answer.file
    },
  }
}
