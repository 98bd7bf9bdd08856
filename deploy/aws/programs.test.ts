import { join } from 'node:path'
import * as pulumi from '@pulumi/pulumi'
import { expect, it } from 'vitest'
import { runInLanguageHost } from '../plan/engine-stand-in.ts'
import { recordedResources } from '../plan/stacks.ts'
import { readEc2Settings } from './ec2/settings.ts'
import { readEcsSettings } from './ecs/settings.ts'

const OF_BOTH = { 'zerosec:alarmEmail': 'operations@zerosec.example' }
const OF_EC2 = { ...OF_BOTH, 'zerosec:allowedCidrs': '["203.0.113.0/24"]' }
const OF_ECS = {
  ...OF_BOTH,
  'zerosec:domain': 'zerosec.example',
  'zerosec:zoneId': 'Z0123456789EXAMPLE',
  'zerosec:databaseAuthorities': 'PEM',
}

function read<Settings>(
  settings: Record<string, string>,
  reader: (config: pulumi.Config, region: string) => Settings,
): Settings {
  pulumi.runtime.setAllConfig(settings)
  return reader(new pulumi.Config('zerosec'), 'eu-central-1')
}

it("Pulumi's own host runs the program, which makes what the plan says", async () => {
  const settings = { ...OF_EC2, 'aws:region': 'us-east-1', 'zerosec:repository': 'acme/zerosec' }
  const { exitCode, made, told } = await runInLanguageHost(join(import.meta.dirname, 'ec2'), settings)
  expect([exitCode, told.trim()]).toEqual([0, ''])
  expect(made).toEqual((await recordedResources('ec2')).map(({ type, name }) => `${type} ${name}`).toSorted())
})

it('a setting that has to be there is named', () => {
  expect(() => read(OF_BOTH, readEc2Settings)).toThrow('zerosec:allowedCidrs')
  expect(() => read(OF_BOTH, readEcsSettings)).toThrow('zerosec:domain')
  expect(() => read({ ...OF_ECS, 'zerosec:images': 'newest' }, readEcsSettings)).toThrow(/none.*live/)
})

it('one end of a range can be set alone', () => {
  const settings = read({ ...OF_ECS, 'zerosec:workerTasks': '{"most": 20}' }, readEcsSettings)
  expect(settings).toMatchObject({
    images: 'none',
    apiTasks: { least: 2, most: 6 },
    workerTasks: { least: 1, most: 20 },
  })
})

it('settings that are left out take the defaults of the docs', () => {
  expect(read({ ...OF_EC2, 'zerosec:group': 'true' }, readEc2Settings)).toEqual({
    region: 'eu-central-1',
    environment: 'production',
    instanceType: 't3.small',
    dataGb: 20,
    databaseImage: 'public.ecr.aws/docker/library/postgres:18',
    allowedCidrs: ['203.0.113.0/24'],
    alarmEmail: 'operations@zerosec.example',
    isGroup: true,
    repository: undefined,
  })
})
