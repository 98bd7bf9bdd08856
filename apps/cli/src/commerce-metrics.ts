import { catalogueView } from '@zerosec/commerce'
import type { Call } from './command.ts'
import { textTable } from './text-table.ts'

/** `zerosec commerce metrics` */
export function showMetrics(call: Call): Promise<void> {
  const name = call.positionals[0]
  const catalogue = catalogueView(name)
  const text = call.flag('json')
    ? JSON.stringify(catalogue, null, 2)
    : name === undefined
      ? listText(catalogue)
      : oneText(catalogue)
  process.stdout.write(`${text}\n`)
  return Promise.resolve()
}

type Catalogue = ReturnType<typeof catalogueView>

function listText({ metrics }: Catalogue): string {
  return textTable(
    [{ label: 'metric' }, { label: 'family' }, { label: 'unit' }, { label: 'what it says' }],
    metrics.map(({ name, family, unit, words }) => [name, family, unit, words]),
  )
}

function oneText({ metrics: [metric] }: Catalogue): string {
  if (!metric) return ''
  return [
    `${metric.label} (${metric.name}, ${metric.unit})`,
    metric.words,
    '',
    `  = ${metric.formula}`,
    '',
    `Can be split by: ${metric.dimensions.join(', ')}`,
    `Left out: ${metric.exclusions}`,
    metric.is_additive ? 'Values of days and groups can be added.' : 'Values of days and groups can not be added.',
    ...metric.traps.map((trap) => `Mind: ${trap}`),
  ].join('\n')
}
