import { ApiError, unavailable } from './api-error.ts'

/** What is asked of a CSV beside the predictions. */
export interface CsvTerms {
  /** Of the file, as `shift_jis`; left out: UTF-8. The answer is UTF-8. */
  readonly encoding?: string
  readonly intervals?: boolean
  readonly domain?: boolean
  /** Of the intervals, which it asks for. */
  readonly level?: number
  /**
   * Called where the file breaks off, so that what came before is kept: the rows end there. Left out: reading them rejects with the error, once
   * all that came before was read.
   */
  readonly onBreak?: (error: ApiError) => void
}

/** The same CSV with the predictions beside, as it comes. */
export interface CsvPredictions {
  /** The one that answers all of it. */
  readonly version: number
  readonly rows: ReadableStream<Uint8Array>
}

/** What is kept of the answer's end: more than its last line where that tells of a break. */
const TAIL = 4096
/** A line without a cell of the file: what stands in `error` is said of the file, not of a row. */
const BREAK = /^([,;\t|])\1*"?(predict_csv_invalid|predict_rows_too_many|upload_too_large|internal): (.*?)"?$/
/** Of what is wrong with what was sent. */
const UNPROCESSABLE = 422

/** The rows of an answer; a last line that tells of a break becomes an error. */
export function untilBreak(
  answer: ReadableStream<Uint8Array>,
  host: string,
  onBreak: CsvTerms['onBreak'],
): ReadableStream<Uint8Array> {
  const reader = answer.getReader()
  const decoder = new TextDecoder()
  let tail = ''
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          throw unavailable(`the answer of ${host} broke off`, 0, { cause: error })
        })
        if (!done) {
          tail = (tail + decoder.decode(value, { stream: true })).slice(-TAIL)
          return controller.enqueue(value)
        }
        const error = breakIn(tail)
        if (error && !onBreak) throw error
        if (error) onBreak?.(error)
        controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function breakIn(tail: string): ApiError | undefined {
  const [, , code, message] = BREAK.exec(tail.trimEnd().split(/\r?\n/).at(-1) ?? '') ?? []
  if (code === undefined || message === undefined) return undefined
  return new ApiError({ code, message: message.replaceAll('""', '"'), status: UNPROCESSABLE, details: {} })
}
