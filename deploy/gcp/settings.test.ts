import * as pulumi from '@pulumi/pulumi'
import { afterEach, expect, it } from 'vitest'
import { EXAMPLE as HYBRID, readHybridSettings } from '../hybrid/settings.ts'
import { EXAMPLE, readGcpSettings } from './settings.ts'

afterEach(() => pulumi.runtime.setAllConfig({}))

const configured = (values: Readonly<Record<string, string>>): pulumi.Config => {
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`zerosec:${name}`, value])),
  )
  return new pulumi.Config('zerosec')
}
const NEEDED = { project: 'acme', domain: 'zerosec.acme.example', alarmEmail: 'operations@acme.example' }

it('what nobody says is as in the plan that is printed', () => {
  expect(readGcpSettings(configured(NEEDED))).toEqual({
    ...EXAMPLE,
    ...NEEDED,
    images: undefined,
    repository: undefined,
  })
  const { project, awsAccount, awsRole } = HYBRID
  expect(readHybridSettings(configured({ project, awsAccount, awsRole }))).toEqual(HYBRID)
})

it('what is said counts, and there are never fewer instances at most than at least', () => {
  const images = { api: 'a', worker: 'b' }
  const said = {
    ...NEEDED,
    apiInstances: '6',
    workerInstances: '3',
    databaseRegional: 'false',
    images: JSON.stringify(images),
  }
  expect(readGcpSettings(configured(said))).toMatchObject({
    apiInstances: { least: 6, most: 6 },
    workerInstances: 3,
    isDatabaseRegional: false,
    images,
  })
})

it.each([
  [{ apiInstances: '6', apiInstancesMost: '2' }, /apiInstancesMost, 2, is less than apiInstances, 6/],
  [{ images: '{"api": "a"}' }, /needs both, images.api and images.worker/],
])('refuses %o', (said, told) => {
  expect(() => readGcpSettings(configured({ ...NEEDED, ...said }))).toThrow(told)
})

it.each(Object.keys(NEEDED))('says so where %s is missing', (name) => {
  const { [name]: _, ...rest } = NEEDED as Record<string, string>
  expect(() => readGcpSettings(configured(rest))).toThrow(`zerosec:${name}`)
})
