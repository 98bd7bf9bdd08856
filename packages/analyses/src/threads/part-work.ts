/** What a part of a piece of work sees of whoever waits for it. */
export interface PartContext<Report = never> {
  /** Tells how far this part is, while it runs. Plain data. */
  readonly report: (report: Report) => void
  /** Whether this part is to end early with what it has: nobody waits for more. To be asked about once in a millisecond. */
  readonly shouldStop: () => boolean
}

/**
 * What can be done in parts, by name: from the input that all parts share, and the part's number, to the result of one part. Inputs,
 * results and reports are plain data. A part that reports or may end early takes the context.
 */
export type PartWork = Readonly<Record<string, (input: never, item: number, context: PartContext<unknown>) => unknown>>

export type WorkName<Work extends PartWork> = keyof Work & string
export type WorkInput<Work extends PartWork, Name extends WorkName<Work>> = Parameters<Work[Name]>[0]
export type WorkResult<Work extends PartWork, Name extends WorkName<Work>> = ReturnType<Work[Name]>
/** What its parts tell while they run; `never` where they tell nothing. */
export type WorkReport<Work extends PartWork, Name extends WorkName<Work>> =
  Parameters<Work[Name]> extends [unknown, number, PartContext<infer Report>] ? Report : never

/** Any of them, where the name is known at run time only. */
export type AnyPart = (input: unknown, item: number, context: PartContext<unknown>) => unknown
