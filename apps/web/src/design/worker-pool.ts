import type { WorkerAnswer, WorkerCall } from './worker-messages.ts'

/** A worker as the pool sees it. */
export interface WorkerPort {
  post(call: WorkerCall): void
  listen(answer: (answer: WorkerAnswer) => void): void
  /** Ends it, whatever it does. */
  end(): void
}

export function openWorker(): WorkerPort {
  const worker = new Worker(new URL('./design-worker.ts', import.meta.url), { type: 'module' })
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin to name
    post: (call) => worker.postMessage(call),
    listen(answer) {
      worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => answer(data)
      worker.onerror = ({ message }) => answer({ kind: 'failed', failure: lostWorker(message) })
    },
    end() {
      // a worker that is ended while its script loads still fires an error
      worker.onmessage = null
      worker.onerror = null
      worker.terminate()
    },
  }
}

function lostWorker(reason: string) {
  const message = `The search could not run in this browser (${reason || 'its script did not load'}). Reload the page.`
  return { code: 'internal', message, details: {} }
}
