import * as pulumi from '@pulumi/pulumi'
import { answerOf, lookUp } from './provider-answers.ts'
import { type RecordedResource, SECRET } from './recorded-resource.ts'

/** How Pulumi marks a secret in what it hands to a monitor. */
const SIGNATURE = '4dabf18193072939515e22adb298388d'
const OF_SECRETS = '1b47061264138c4ac30d75fd1eb44270'

type Inputs = Record<string, unknown>

let last: Promise<unknown> = Promise.resolve()

/**
 * Runs a Pulumi program without a cloud account and returns what it would make, by type and name. The provider's part is played
 * by `answerOf` and `lookUp`. Pulumi keeps its monitor in the process, so recordings wait for each other.
 */
export function record(project: string, program: () => unknown): Promise<readonly RecordedResource[]> {
  const recording = last.then(() => recordNow(project, program))
  last = recording.catch(() => {})
  return recording
}

async function recordNow(project: string, program: () => unknown): Promise<readonly RecordedResource[]> {
  const resources: RecordedResource[] = []
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom }) {
        const answer = answerOf(type, name, mapSecrets(inputs, (value) => value) as Inputs)
        if (custom !== false) {
          const arn = typeof answer.state['arn'] === 'string' ? answer.state['arn'] : undefined
          resources.push({ type, name, inputs: mapSecrets(inputs, () => SECRET) as Inputs, id: answer.id, arn })
        }
        return answer
      },
      call: ({ token, inputs }) => lookUp(token, inputs as Inputs),
    },
    project,
    'plan',
  )
  await program()
  await pulumi.runtime.disconnect()
  return resources.toSorted((a, b) => order(a.type, b.type) || order(a.name, b.name))
}

function mapSecrets(value: unknown, secret: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapSecrets(item, secret))
  if (typeof value !== 'object' || value === null) return value
  if ((value as Inputs)[SIGNATURE] === OF_SECRETS) return secret((value as Inputs)['value'])
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapSecrets(member, secret)]))
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
