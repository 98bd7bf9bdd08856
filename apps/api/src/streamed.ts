import type { Readable } from 'node:stream'
import { z } from 'zod'

/** The schema of a reply that is streamed as it is stored: `shown` is what the docs say of it. */
export function streamed(shown: { type: 'string' | 'object'; format?: string }) {
  return z.custom<Readable | ReadableStream<Uint8Array>>().meta(shown)
}
