import type { CommerceResult } from '@zerosec/contract'
import { measuresOf } from '../metrics/metric.ts'
import { dayText } from './calendar.ts'
import { knownFact, type Plan } from './plan.ts'

type Note = CommerceResult['notes'][number]

/** What one has to know to read the numbers rightly. */
export function notesOf(plan: Plan): Note[] {
  return [...sourceNotes(plan), ...missingNotes(plan), ...periodNotes(plan)]
}

/** A measure that was read from another fact counts something else. */
function sourceNotes({ parts }: Plan): Note[] {
  return parts
    .flatMap(({ measures }) => measures)
    .toSorted((a, b) => (a.measure.name < b.measure.name ? -1 : 1))
    .flatMap(({ measure, source }) =>
      source.note === undefined ? [] : [{ code: 'counted_by_line', text: `${measure.name}: ${source.note}` }],
    )
}

function missingNotes(plan: Plan): Note[] {
  return plan.metrics.flatMap((metric) => {
    const missing = measuresOf(metric.value).filter((measure) => {
      const part = plan.parts.find(({ measures }) => measures.some((one) => one.measure.name === measure.name))
      return part !== undefined && plan.snapshot.known[measure.requires ?? part.fact.table] === undefined
    })
    return missing.map((measure) =>
      measure.isOptional
        ? { code: 'counted_as_none', text: `${metric.name}: no ${measure.name} were loaded, so none are counted` }
        : { code: 'no_source', text: `${metric.name} is unknown: nothing was loaded that has ${measure.name}` },
    )
  })
}

function periodNotes(plan: Plan): Note[] {
  const { current, previous, isToDate } = plan.periods
  const { firstDay, lastDay } = plan.snapshot
  const notes: Note[] = []
  if (isToDate) notes.push({ code: 'to_date', text: `counted up to ${dayText(plan.asOf)}, as far as is known` })
  if (current.from < firstDay && plan.parts.some(({ fact }) => fact.known === 'as orders')) {
    notes.push({
      code: 'begins_before_data',
      text: `the first order is of ${dayText(firstDay)}; before it there are no values`,
    })
  }
  if (previous && previous.from < firstDay) {
    const text = `the period before begins on ${dayText(previous.from)}, before the first order of ${dayText(firstDay)}: no change is told`
    notes.push({ code: 'previous_not_known', text })
  }
  for (const { fact } of plan.parts) {
    const known = fact.known === 'as its rows' ? knownFact(plan, fact) : undefined
    const isWhole = !known || (known.first <= current.from && Math.min(lastDay, current.countedTo - 1) <= known.last)
    if (known && !isWhole) {
      const text = `${fact.table} are known from ${dayText(known.first)} to ${dayText(known.last)} only`
      notes.push({ code: 'partly_known', text })
    }
  }
  return notes
}
