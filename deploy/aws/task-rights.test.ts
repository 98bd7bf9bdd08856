import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { recordedResources } from '../plan/stacks.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What a request of the SDK needs where the right is not called as the request is, by AWS's Service Authorization Reference. */
const RIGHTS: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:ListObjectsV2': 's3:ListBucket',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
}

/** The rights that the product's own code takes, by service: it is read for the requests that it sends. */
function taken(): Record<string, string[]> {
  const rights = globSync('{packages,apps}/*/src/**/*.ts', { cwd: ROOT })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .flatMap((source) => {
      const service = /'@aws-sdk\/client-(\w+)'/.exec(source)?.[1]
      if (service === undefined) return []
      const requests = source.matchAll(/\b(?:paginate(\w+)|([A-Z]\w+)Command)\b/g)
      return [...requests].map(([, paged, sent]) => `${service}:${paged ?? sent}`)
    })
    .map((request) => RIGHTS[request] ?? request)
  return byService(rights)
}

/** Those that a task's role has, on the resources whose ARN matches. */
async function given(task: 'api' | 'worker', resources: RegExp): Promise<Record<string, string[]>> {
  const found = (await recordedResources('ecs')).find(
    ({ type, name }) => type === 'aws:iam/rolePolicy:RolePolicy' && name === `${task}-task`,
  )
  const { Statement } = JSON.parse(String(found?.inputs['policy'])) as {
    Statement: { Action: string | string[]; Resource: string | string[] }[]
  }
  const about = Statement.filter(({ Resource }) => [Resource].flat().every((arn) => resources.test(arn)))
  return byService(about.flatMap(({ Action }) => Action))
}

function byService(rights: readonly string[]): Record<string, string[]> {
  const groups = Map.groupBy(new Set(rights), (right) => right.split(':')[0]!)
  return Object.fromEntries([...groups].map(([service, of]) => [service, of.toSorted()]))
}

it.each(['api', 'worker'] as const)(
  'the %s may do with files and messages what its code does, and nothing else',
  async (task) => {
    const { s3, sqs } = taken()
    expect(await given(task, /:(inputs|outputs)(\/\*)?$|:sqs:/)).toEqual({ s3, sqs })
  },
)

it('the image of the API may ask Athena as its command does', async () => {
  expect((await given('api', /:athena:/))['athena']).toEqual(taken()['athena'])
})

it('the product asks no other service of AWS: secrets are handed to it', () => {
  expect(Object.keys(taken()).toSorted()).toEqual(['athena', 's3', 'sqs'])
})
