import type { ModelDetail, ModelInputView, ModelSummary } from '@zerosec/contract'
import type { Call } from '../command.ts'
import { asPlatformFailure, platformOf } from '../platform-client.ts'
import { textTable } from '../text-table.ts'

export async function listModels(call: Call): Promise<void> {
  const { client } = platformOf(call)
  try {
    const models = await client.models.list()
    const text = models.length === 0 ? 'There are no models: zerosec models register makes one.' : listText(models)
    process.stdout.write(`${call.flag('json') ? JSON.stringify(models, null, 2) : text}\n`)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

export async function showModel(call: Call): Promise<void> {
  const [name = ''] = call.positionals
  const { client } = platformOf(call)
  try {
    const model = await client.models.get(name)
    const events = await client.models.events(name, { limit: 10 })
    if (call.flag('json')) {
      process.stdout.write(`${JSON.stringify({ ...model, events }, null, 2)}\n`)
      return
    }
    const history = events.map(({ at, actor, action, alias, from_version, to_version, reason }) => {
      const move = [from_version, to_version].map((version) => version ?? '–').join(' → ')
      return [at.slice(0, 16).replace('T', ' '), action, alias ?? '', move, actor, reason]
    })
    process.stdout.write(`${modelText(model)}\n\n${textTable([{}, {}, {}, {}, {}, { maxWidth: 80 }], history)}\n`)
  } catch (error) {
    throw asPlatformFailure(error)
  }
}

function listText(models: readonly ModelSummary[]): string {
  const columns = [
    { label: 'model' },
    { label: 'predicts', maxWidth: 30 },
    { label: 'algorithm' },
    { label: 'latest', align: 'right' },
    { label: 'aliases' },
    { label: 'changed' },
  ] as const
  const rows = models.map((model) => [
    model.model_name,
    model.target,
    model.algorithm,
    String(model.latest),
    aliasText(model.aliases),
    model.updated_at.slice(0, 16).replace('T', ' '),
  ])
  return textTable(columns, rows)
}

/** Also after an alias was moved. */
export function modelText(model: ModelDetail): string {
  const [latest] = model.version_list
  const { signature } = latest!
  const facts = [
    ['model', model.model_name],
    ['', model.description],
    [
      'predicts',
      [model.target, signature.output.unit ?? '', (signature.output.classes ?? []).join(', ')].join(' ').trim(),
    ],
    ['aliases', aliasText(model.aliases)],
  ]
  const inputs = signature.inputs.map((input) => [input.name, input.kind, rangeText(input)])
  const versions = model.version_list.map((version) => [
    String(version.version),
    version.aliases.join(' '),
    version.training.algorithm,
    String(version.training.rows),
    Object.entries(version.training.scores)
      .slice(0, 3)
      .map(([name, score]) => `${name} ${Number(score.toPrecision(4))}`)
      .join(', '),
    version.created_at.slice(0, 16).replace('T', ' '),
    version.job_id ?? version.file_key,
  ])
  const columns = ['version', 'aliases', 'algorithm', 'rows', 'scores', 'registered', 'from'].map((label) => ({
    label,
  }))
  return [
    textTable(
      [{}, {}],
      facts.filter(([, text]) => text !== ''),
    ),
    textTable([{ label: 'input' }, { label: 'kind' }, { label: 'range', maxWidth: 60 }], inputs),
    textTable(columns, versions),
  ].join('\n\n')
}

function aliasText(aliases: Readonly<Record<string, number>>): string {
  return Object.entries(aliases)
    .map(([alias, version]) => `${alias} ${version}`)
    .join(', ')
}

function rangeText({ low, high, unit, levels, derived_from: expression }: ModelInputView): string {
  const range = low === undefined || high === undefined ? (levels ?? []).join(', ') : `${low} to ${high} ${unit ?? ''}`
  return expression === undefined ? range.trim() : `${range.trim()} (${expression})`
}
