import { formatInteger } from '../numbers/format.ts'
import { Fact, Hash } from './facts.tsx'

const SHA256 = /^[0-9a-f]{64}$/

/** What the card of a model says under its own names, however deep it says it. */
export function CardFacts({ facts }: { facts: Readonly<Record<string, unknown>> }) {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => (
      <Fact key={key} name={key.replaceAll('_', ' ').replace('sha256', 'SHA-256')}>
        <Value value={value} />
      </Fact>
    ))
}

function Value({ value }: { value: unknown }) {
  if (Array.isArray(value)) {
    return (
      <ul className="space-y-2">
        {value.map((each) => (
          <li key={JSON.stringify(each)}>
            <Value value={each} />
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className="grid gap-x-5 border-l border-line pl-3 sm:grid-cols-[auto_minmax(0,1fr)]">
        <CardFacts facts={value as Record<string, unknown>} />
      </dl>
    )
  }
  if (typeof value === 'number' && Number.isInteger(value)) return formatInteger(value)
  const text = String(value)
  return SHA256.test(text) ? <Hash text={text} /> : text
}
