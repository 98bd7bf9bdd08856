import { expect, it } from 'vitest'
import { monthlyCost, sortedLines } from '../plan/estimate.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { recordedResources } from '../plan/stacks.ts'
import { gcpEstimate, isPriced } from './cost.ts'
import { PRICES } from './prices.ts'

/** Types that cost nothing by themselves: what they lead to is priced where it is used. */
const FREE =
  /^(pulumi:providers:gcp|random:|gcp:(projects|serviceaccount|iam|servicenetworking)\/|gcp:\w+\/\w+IamMember:|gcp:storage\/(hmacKey|bucketIAMMember)|gcp:compute\/(network|subnetwork|firewall|globalAddress|globalForwardingRule|regionNetworkEndpointGroup|managedSslCertificate|sSLPolicy|targetHttps?Proxy|uRLMap)|gcp:sql\/(database|user):|gcp:secretmanager\/secret:|gcp:cloudrunv2\/job:|gcp:logging\/|gcp:monitoring\/(dashboard|notificationChannel|uptimeCheckConfig))/

it.each(['gcp', 'hybrid'] as const)('every type of %s is priced, or known to cost nothing by itself', async (stack) => {
  const types = [...new Set((await recordedResources(stack)).map(({ type }) => type))]
  expect(types.filter((type) => !isPriced(type) && !FREE.test(type))).toEqual([])
  expect(types.filter((type) => isPriced(type) && FREE.test(type))).toEqual([])
})

it('instances are paid by processors and memory, longer where there may be more, the database once for each zone', async () => {
  const estimate = gcpEstimate(
    (await recordedResources('gcp')).map((one) => (one.name === 'api' ? scaledOut(one) : one)),
  )
  const quantities = Object.fromEntries(sortedLines(estimate).map(({ what, quantity }) => [what, quantity]))
  expect(quantities).toMatchObject({
    'processors of api': (730 + 100) * 2,
    'memory of api': (730 + 100) * 4,
    'processors of worker': 730 * 2,
    'memory of worker': 730 * 8,
    'processors of the database': 730 * 2,
    'memory of the database': 730 * 2 * 3.75,
    'disk of the database': 2 * 20,
    secrets: 3,
  })
  const byHand = estimate.lines.map(({ quantity, price }) => quantity * price).reduce((a, b) => a + b)
  expect(monthlyCost(estimate)).toBeCloseTo(byHand)
})

/** One that may have four instances instead of one, if it is a service. */
function scaledOut(one: RecordedResource): RecordedResource {
  const template = one.inputs['template'] as object | undefined
  const scaling = { minInstanceCount: 1, maxInstanceCount: 4 }
  return template === undefined ? one : { ...one, inputs: { ...one.inputs, template: { ...template, scaling } } }
}

it('says of when and where its prices are', () => {
  expect(gcpEstimate([]).prices).toEqual({ date: PRICES.date, region: 'europe-west1', source: PRICES.source })
})

it('a database without a price ends the estimate', () => {
  const inputs = { settings: { tier: 'db-perf-optimized-N-2', availabilityType: 'ZONAL', diskSize: 10 } }
  const database = { type: 'gcp:sql/databaseInstance:DatabaseInstance', name: 'd', id: 'd', arn: undefined, inputs }
  expect(() => gcpEstimate([database])).toThrow(/no price is written down for a database db-perf/)
})
