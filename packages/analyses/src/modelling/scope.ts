import type { Named } from '../plot-parts.ts'

/** The response that a part of the report is about, and what keeps its ids apart from those of the other responses. */
export interface Scope {
  readonly response: Named
  /** '' for a single response, else _1, _2 … */
  readonly suffix: string
}

export function scoped(id: string, { suffix }: Scope): string {
  return `${id}${suffix}`
}
