import { answerCall } from './design-calls.ts'
import type { WorkerCall } from './worker-messages.ts'

self.onmessage = ({ data }: MessageEvent<WorkerCall>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin to name
  answerCall(data, (answer) => self.postMessage(answer))
}
