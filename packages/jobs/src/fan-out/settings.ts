import { z } from 'zod'

/** Of a PostgreSQL server; with the embedded database there is one process alone. */
const MOST_HELPERS = 4

/** How far one job spreads. Part of the one list of settings. */
export const FAN_OUT_SETTINGS = {
  fanOut: {
    name: 'ZEROSEC_FAN_OUT',
    default: '',
    description:
      'Most workers that help with one long job, beside its own; 0 for none. Empty: 4 with a PostgreSQL server, none with ' +
      'the embedded database. The results are the same for any number.',
    schema: z.union([z.literal('').transform(() => undefined), z.coerce.number<string>().int().min(0).max(1000)]),
  },
  fanOutSeconds: {
    name: 'ZEROSEC_FAN_OUT_SECONDS',
    default: '10',
    description: 'How long a job computes alone before other workers may help with what is left, in seconds.',
    schema: z.coerce.number<string>().min(0).max(86_400),
  },
} as const

export function mostHelpers({ fanOut }: { readonly fanOut: number | undefined }, isOnlyProcess: boolean): number {
  return fanOut ?? (isOnlyProcess ? 0 : MOST_HELPERS)
}
