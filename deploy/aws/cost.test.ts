import { expect, it } from 'vitest'
import { monthlyCost, sortedLines } from '../plan/estimate.ts'
import { recordedResources } from '../plan/stacks.ts'
import { awsEstimate, isPriced } from './cost.ts'
import { PRICES } from './prices.ts'

/** Types that cost nothing by themselves: what they lead to is priced where it is used. */
const FREE =
  /^(pulumi:providers:aws|aws:(acm|appautoscaling|iam|vpc|route53)\/|aws:ec2\/(vpc|subnet|route|internetGateway|securityGroup|defaultSecurityGroup|flowLog|volumeAttachment|eipAssociation|launchTemplate)|aws:s3\/bucket[A-Z]|aws:sns\/|aws:sqs\/(queuePolicy|redriveAllowPolicy)|aws:backup\/|aws:cloudwatch\/log(Delivery|MetricFilter)|aws:wafv2\/webAclLogging|aws:cloudfront\/vpcOrigin|aws:ecr\/lifecycle|aws:ecs\/taskDefinition|aws:efs\/(mountTarget|accessPoint)|aws:glue\/|aws:kms\/alias|aws:lb\/(listener|targetGroup)|aws:rds\/(parameterGroup|subnetGroup)|aws:secretsmanager\/secretRotation)/

it.each(['ec2', 'ecs'] as const)('every type of %s is priced, or known to cost nothing by itself', async (stack) => {
  const types = [...new Set((await recordedResources(stack)).map(({ type }) => type))]
  expect(types.filter((type) => !isPriced(type) && !FREE.test(type))).toEqual([])
  expect(types.filter((type) => isPriced(type) && FREE.test(type))).toEqual([])
})

it('the machine is 730 hours of a t3.small, and the sum is that of its lines', async () => {
  const estimate = awsEstimate(await recordedResources('ec2'))
  const machine = estimate.lines.find(({ what }) => what === 'machine')!
  expect(machine.quantity * machine.price).toBeCloseTo(730 * 0.0208)
  const byHand = estimate.lines.map(({ quantity, price }) => quantity * price).reduce((a, b) => a + b)
  expect(monthlyCost(estimate)).toBeCloseTo(byHand)
})

it('tasks are paid by processors and memory, the worker longer than its least number', async () => {
  const lines = sortedLines(awsEstimate(await recordedResources('ecs')))
  const hours = (what: string) => lines.find((line) => line.what === what)?.quantity
  expect(hours('processors of api tasks')).toBe(2 * 730 * 1)
  expect(hours('memory of api tasks')).toBe(2 * 730 * 4)
  expect(hours('processors of worker tasks')).toBe((730 + 100) * 2)
})

it('a machine without a price ends the estimate', () => {
  const machine = {
    type: 'aws:ec2/instance:Instance',
    name: 'm',
    id: 'm',
    arn: undefined,
    inputs: { instanceType: 'z9.huge' },
  }
  expect(() => awsEstimate([machine])).toThrow('no price of z9.huge')
})

it('prices say of when they are', () => {
  expect(PRICES.date).toMatch(/^20\d\d-\d\d$/)
})
