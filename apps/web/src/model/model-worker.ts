import { modelAnswerer } from './model-calls.ts'
import type { ModelCall } from './model-messages.ts'

const answer = modelAnswerer()

self.onmessage = ({ data }: MessageEvent<ModelCall>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's messages have no origin to name
  self.postMessage(answer(data))
}
