/** What can be uploaded. */
export type Content = Blob | Uint8Array<ArrayBuffer> | ContentStream

/** Bytes that come piece by piece, so that a file of any size takes no memory. */
export interface ContentStream {
  readonly size: number
  /** From the beginning; called anew for every try. */
  open(): ReadableStream<Uint8Array>
  /** It can be opened only once: an upload that fails is not tried again. */
  readonly once?: boolean
}

export function isWhole(content: Content): content is Exclude<Content, ContentStream> {
  return content instanceof Blob || content instanceof Uint8Array
}

export function sizeOf(content: Content): number {
  return content instanceof Uint8Array ? content.byteLength : content.size
}

export function streamOf(content: Content): ReadableStream<Uint8Array> {
  return isWhole(content) ? new Blob([content]).stream() : content.open()
}

interface Counting {
  readonly onBytes: (sum: number) => void
  /** Told why the source failed; `fetch` would only say that it did. */
  readonly onFailure: (error: unknown) => void
}

/** The same bytes, counted as they are taken; fails with a RangeError unless there are exactly so many. */
export function counted(
  source: ReadableStream<Uint8Array>,
  size: number,
  { onBytes, onFailure }: Counting,
): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  let sum = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          sum += value?.byteLength ?? 0
          if (sum > size || (done && sum < size)) {
            throw new RangeError(`the content has ${done ? sum : `more than ${size}`} bytes and promised ${size}`)
          }
          if (done) return controller.close()
          onBytes(sum)
          controller.enqueue(value)
        } catch (error) {
          onFailure(error)
          throw error
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
