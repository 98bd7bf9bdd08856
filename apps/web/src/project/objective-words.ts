import type { Objective } from '@zerosec/contract'
import { formatShort } from '../numbers/format.ts'

export const GOAL_WORDS: Readonly<Record<Objective['goal'], string>> = {
  maximise: 'as large as possible',
  minimise: 'as small as possible',
  target: 'close to',
  range: 'between',
}

/** `strength as large as possible`, `thickness close to 3`. */
export function objectiveText({ column, goal, target, low, high }: Objective): string {
  const values =
    goal === 'target'
      ? ` ${formatShort(target ?? 0)}`
      : goal === 'range'
        ? ` ${formatShort(low ?? 0)} and ${formatShort(high ?? 0)}`
        : ''
  return `${column} ${GOAL_WORDS[goal]}${values}`
}
