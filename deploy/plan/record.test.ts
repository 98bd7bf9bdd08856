import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { expect, it } from 'vitest'
import { record } from './record.ts'

it('a secret is never in a recording, but what refers to it works', async () => {
  const resources = await record('secrets', () => {
    const queue = new aws.sqs.Queue('a', { name: pulumi.secret('hidden') })
    new aws.sqs.Queue('b', { tags: { of: pulumi.interpolate`${queue.url}` } })
  })
  expect(resources.map(({ name, inputs }) => [name, inputs])).toEqual([
    ['a', { name: '(secret)' }],
    ['b', { tags: { of: 'https://sqs.us-east-1.amazonaws.com/123456789012/a' } }],
  ])
  expect(JSON.stringify(resources)).not.toContain('hidden')
})

it('recordings at once do not mix, and one that fails does not hold up the next', async () => {
  const one = (name: string) => record(name, () => void new aws.sqs.Queue(name, {}))
  const [a, failed, b] = await Promise.allSettled([
    one('a'),
    record('x', () => Promise.reject(new Error('no'))),
    one('b'),
  ])
  expect([a, b].map((each) => each.status === 'fulfilled' && each.value.map(({ name }) => name))).toEqual([
    ['a'],
    ['b'],
  ])
  expect(failed.status).toBe('rejected')
})
