import { beforeAll, describe, expect, it } from 'vitest'
import { EXAMPLE } from '../aws/ec2/settings.ts'
import { ec2Stack } from '../aws/ec2/stack.ts'
import { record } from '../plan/record.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { recordedResources } from '../plan/stacks.ts'
import { ACCEPTED } from './accepted.ts'
import { brokenStack } from './broken-stack.ts'
import { violationsOf } from './judge.ts'
import { RULES } from './rules.ts'

type Stack = readonly RecordedResource[]
const stacks: Record<string, Stack> = {}
let broken: Stack

beforeAll(async () => {
  stacks['ec2'] = await recordedResources('ec2')
  stacks['ecs'] = await recordedResources('ecs')
  stacks['ec2 as a group'] = await record('group', () => ec2Stack({ ...EXAMPLE, isGroup: true }))
  broken = await record('broken', brokenStack)
})

const problems = async (rule: string, resources: Stack): Promise<string[]> => {
  const found = await violationsOf(RULES.find(({ name }) => name === rule)!, resources)
  return [...new Set(found.map(({ problem }) => problem))].toSorted()
}

describe.each(RULES.map(({ name, description }) => ({ name, description })))('$name: $description', ({ name }) => {
  it('is kept by every stack', async () => {
    for (const resources of Object.values(stacks)) expect(await problems(name, resources)).toEqual([])
  })

  it('is broken by the broken stack', async () => {
    expect(await problems(name, broken)).not.toEqual([])
  })
})

it('a rule that knows several faults tells of each', async () => {
  const told = await Promise.all(Object.keys(FAULTS).map(async (rule) => [rule, await problems(rule, broken)] as const))
  expect(Object.fromEntries(told)).toEqual(FAULTS)
})

it('what is accepted would be refused', async () => {
  for (const { rule, name } of ACCEPTED) {
    const renamed = Object.values(stacks)
      .flat()
      .map((resource) => (resource.name === name ? { ...resource, name: 'not-accepted' } : resource))
    expect([rule, await problems(rule, renamed)]).not.toEqual([rule, []])
  }
})

it('every check that a rule covers is written as its list writes it', () => {
  for (const check of RULES.flatMap(({ tags = [] }) => tags)) {
    expect(check).toMatch(/^(CIS \d\.\d+(\.\d+)?|CKV2?_AWS_\d+|AwsSolutions-[A-Z0-9]+)$/)
  }
})

const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'volumes-encrypted': [
    'a disk of its machines is not encrypted',
    'its root disk is not encrypted',
    'the volume is not encrypted',
  ],
  'folders-encrypted': ['it is not encrypted', 'it is not encrypted with a key of the stack'],
  'folders-confined': ['it opens the root of the folder', 'whoever mounts it acts as whom they like, or as root'],
  'queries-encrypted': [
    'a query may read, and cost, any amount',
    'answers are not encrypted with a key of the stack',
    'who asks can choose another place',
  ],
  'databases-encrypted': [
    'its Performance Insights are not encrypted with a key of the stack',
    'its storage is not encrypted with a key of the stack',
  ],
  'databases-backed-up': ['its backups are kept for less than 7 days', 'its snapshots carry no tags'],
  'databases-not-deleted': ['it can be deleted', 'it leaves no snapshot'],
  'databases-watched': ['it has no Performance Insights', 'its log goes nowhere', 'its machine is not monitored'],
  'databases-keep-their-password': [
    'RDS does not keep its password',
    'its password is not encrypted with a key of the stack',
    'the program knows its password',
  ],
  'databases-over-tls-only': [
    'plain: log_connections is not on',
    'plain: log_disconnections is not on',
    'plain: rds.force_ssl is not on',
  ],
  'topics-over-tls-only': ['plain: everybody may use it', 'plain: it takes what is not encrypted on its way'],
  'machines-keep-their-role': ['containers on it can ask for its role', 'its metadata are given without a token'],
  'machines-without-public-address': ['it has a public address', 'its machines get public addresses'],
  'images-written-once': ['more tags than live-* can be moved', 'tags can be moved'],
  'tasks-confined': ['api can write to its root', 'api is privileged', 'api keeps capabilities', 'api runs as root'],
  'tasks-without-plain-secrets': ['DATABASE_URL stands in its description', 'PGPASSWORD stands in its description'],
  'tasks-mount-encrypted': ['a folder is mounted without TLS', 'whoever reaches the folder may mount it'],
  'services-go-back': ['a deployment that does not get healthy stays', 'no alarm takes a deployment back'],
  'nothing-open-to-the-world': ['it lets everybody in', 'it lets everybody in by IPv6'],
  'no-ports-of-administration': ['port 22 is open', 'port 3389 is open'],
  'ways-out-limited': ['a range of ports may go out', 'everything may go out'],
  'listeners-over-tls-only': ['it takes connections without TLS', 'it takes old versions of TLS'],
  'balancers-strict': ['it passes invalid headers on', 'it passes on what two parsers may read differently'],
  'edge-over-tls-only': [
    'it answers over plain HTTP',
    'it reaches an origin without TLS',
    'it takes old versions of TLS',
  ],
  'firewalls-limit-requests': ['known bad requests pass', 'one address may ask as often as it likes'],
  'rights-name-their-resources': ['it allows iam:PassRole on everything', 'it allows s3:* on everything'],
  'roles-taken-by-named': ['accounts may take it', 'everybody may take it'],
  'keys-rotate': ['it is never replaced', 'its deletion can not be taken back for a month'],
  'keys-closed': ['a service may use it for anybody', 'everybody may use it', 'it has no policy of its own'],
  'logs-kept-and-encrypted': [
    'it is kept for less than a year, or for ever',
    'it is not encrypted with a key of the stack',
  ],
  'alarms-reach-someone': ['it does not say what to do', 'it is switched off', 'nobody hears of it'],
  'alarms-present': ['plain: no alarm looks at it', 'unwatched: no alarm looks at it'],
}
