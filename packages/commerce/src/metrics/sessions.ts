import { allOf, column, count, not } from '../sql/expression.ts'
import { type Measure, type Metric, of, over } from './metric.ts'

const IS_PERSON = not({ kind: 'coalesce', of: [column('is_bot'), { kind: 'boolean', value: false }] })

const SESSIONS: Measure = {
  name: 'sessions',
  type: 'integer',
  sources: [{ fact: 'sessions', value: count(IS_PERSON) }],
}

const CONVERTED: Measure = {
  name: 'converted_sessions',
  type: 'integer',
  sources: [{ fact: 'sessions', value: count(allOf([IS_PERSON, column('converted')])) }],
}

const PROVISIONAL: Measure = {
  name: 'provisional_sessions',
  type: 'integer',
  sources: [{ fact: 'sessions', value: count(allOf([IS_PERSON, column('is_provisional')])) }],
}

const sessions = { family: 'sessions', exclusions: 'Visits of bots.', riseIs: 'good' } as const

export const SESSION_METRICS: readonly Metric[] = [
  {
    ...sessions,
    name: 'sessions',
    label: 'Sessions',
    words: 'Visits of persons.',
    formula: 'number of sessions but those of bots',
    unit: 'count',
    value: of(SESSIONS),
    isAdditive: true,
    traps: ['The source may still change the last two days.'],
  },
  {
    ...sessions,
    name: 'converted_sessions',
    label: 'Sessions with an order',
    words: 'Visits of persons that a valid order came from, on the day of the visit.',
    formula: 'number of sessions with an order',
    unit: 'count',
    value: of(CONVERTED),
    isAdditive: true,
    traps: ['The source may still change the last two days.'],
  },
  {
    ...sessions,
    name: 'conversion',
    label: 'Conversion',
    words: 'Share of the visits that a valid order came from, on the day of the visit.',
    formula: 'sessions with an order ÷ sessions',
    unit: 'ratio',
    value: over(of(CONVERTED), of(SESSIONS)),
    isAdditive: false,
    traps: [
      'Orders without a visit (by phone, in a shop) are not in it. Without a source of sessions there is no value.',
      'provisional_session_share says how much of it may still change.',
    ],
  },
  {
    ...sessions,
    name: 'provisional_session_share',
    label: 'Share of provisional sessions',
    words: 'Share of the visits that the source may still change.',
    formula: 'provisional sessions ÷ sessions',
    unit: 'ratio',
    value: over(of(PROVISIONAL), of(SESSIONS)),
    isAdditive: false,
    riseIs: 'neither',
    traps: [],
  },
]
