import { beforeAll, describe, expect, it } from 'vitest'
import { record } from '../plan/record.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { recordedResources } from '../plan/stacks.ts'
import { violationsOf } from '../policy/judge.ts'
import { RULES } from '../policy/rules.ts'
import { EXAMPLE } from './ec2/settings.ts'
import { ec2Stack } from './ec2/stack.ts'
import { EXAMPLE as ECS_EXAMPLE } from './ecs/settings.ts'
import { ecsStack } from './ecs/stack.ts'
import { IN_FRONT } from './expected/edge.ts'
import { type Expected, kindOf, readableInputs, together } from './expected/expected.ts'
import { MACHINE, MACHINE_OF_GROUP } from './expected/machine.ts'
import { BASIS, NETWORK, ZONES } from './expected/network.ts'
import { DATABASE, FILES, QUEUE } from './expected/stores.ts'
import { TASKS } from './expected/tasks.ts'
import { WATCHING } from './expected/watching.ts'

type Stack = readonly RecordedResource[]
const namesOf = (stack: Stack): string[] => stack.map((resource) => `${kindOf(resource)} ${resource.name}`)
const namesIn = (table: Expected): string[] =>
  Object.entries(table).flatMap(([kind, named]) => Object.keys(named).map((name) => `${kind} ${name}`))
const find = (stack: Stack, kind: string, name: string): unknown => {
  const found = stack.find((resource) => kindOf(resource) === kind && resource.name === name)
  return found && readableInputs(found)
}

/** Each resource by itself, and that there is no other. */
function itMakes(table: Expected, stack: () => Stack): void {
  it.each(Object.keys(table))('%s', (kind) => {
    for (const [name, inputs] of Object.entries(table[kind]!)) expect(find(stack(), kind, name)).toMatchObject(inputs)
  })
  it('and nothing that is not named here', () => {
    expect(namesOf(stack()).toSorted()).toEqual(namesIn(table).toSorted())
  })
}

describe('the stack on ECS makes', () => {
  let stack: Stack
  beforeAll(async () => void (stack = await recordedResources('ecs')))
  itMakes(together(BASIS, NETWORK, ZONES, FILES, DATABASE, QUEUE, IN_FRONT, TASKS, WATCHING), () => stack)

  it('values that are all there: nothing refers to what no resource gives', () => {
    for (const { inputs } of stack) expect(JSON.stringify(inputs)).not.toMatch(/undefined|Calling \[toString\]|NaN/)
  })
})

describe('the stack on one machine makes', () => {
  let stack: Stack
  beforeAll(async () => void (stack = await recordedResources('ec2')))
  itMakes(together(BASIS, NETWORK, MACHINE), () => stack)
})

describe('the stack on one machine of a group makes', () => {
  let stack: Stack
  beforeAll(async () => void (stack = await record('group', () => ec2Stack({ ...EXAMPLE, isGroup: true }))))
  const alone = new Set(['ec2/instance', 'ec2/volumeAttachment', 'ec2/eip', 'ec2/eipAssociation'])
  const table = Object.fromEntries(
    Object.entries(together(BASIS, NETWORK, MACHINE, MACHINE_OF_GROUP)).filter(([kind]) => !alone.has(kind)),
  )
  itMakes(table, () => stack)

  it('a machine that fetches the volume', () => {
    const { userData } = find(stack, 'ec2/launchTemplate', 'machine') as { userData: string }
    expect(Buffer.from(userData, 'base64').toString()).toContain('attach-volume --region us-east-1 --volume-id data-id')
  })
})

describe('in another region, and an account that knows GitHub already', () => {
  const githubProvider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com'
  const repository = 'acme@12/zerosec@34'
  let stack: Stack
  beforeAll(async () => {
    stack = await record('far', () => ecsStack({ ...ECS_EXAMPLE, region: 'eu-central-1', repository, githubProvider }))
  })

  it('the firewall and CloudFront get a certificate and a key where they live', () => {
    expect(find(stack, 'acm/certificate', 'certificate')).toMatchObject({ region: 'eu-central-1' })
    expect(find(stack, 'acm/certificate', 'edge-certificate')).toMatchObject({ region: 'us-east-1' })
    expect(find(stack, 'kms/key', 'edge-key')).toMatchObject({ region: 'us-east-1' })
    expect(find(stack, 'cloudwatch/logGroup', 'firewall-logs')).toMatchObject({
      kmsKeyId: expect.stringMatching(/edge-key$/),
    })
  })

  it('the workflow of a repository with numbers is let in by the provider that there is: AWS refuses a second one', () => {
    expect(namesOf(stack).filter((name) => name.startsWith('iam/openId'))).toEqual([])
    expect(find(stack, 'iam/role', 'deployer')).toMatchObject({
      assumeRolePolicy: {
        Statement: [
          {
            Principal: { Federated: githubProvider },
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:sub': 'repo:acme@12/zerosec@34:environment:production',
              },
            },
          },
        ],
      },
    })
  })

  it('every rule is kept', async () => {
    expect((await Promise.all(RULES.map((rule) => violationsOf(rule, stack)))).flat()).toEqual([])
  })
})

it('before the first image there is everything but the services, and without a repository nobody may deploy', async () => {
  const settings = { ...ECS_EXAMPLE, images: 'none', repository: undefined } as const
  const names = namesOf(await record('first', () => ecsStack(settings)))
  expect(names).toContain('ecr/repository api-images')
  expect(names.filter((name) => /^(ecs\/(service|taskDefinition)|iam\/openId)/.test(name))).toEqual([])
})
