import { GCP_RULES } from '../policy/gcp/gcp-rules.ts'
import { type Violation, violationsOf } from '../policy/judge.ts'
import { RULES } from '../policy/rules.ts'
import { type Estimate, monthlyCost, sortedLines } from './estimate.ts'
import type { RecordedResource } from './recorded-resource.ts'
import { estimateOf, recordedResources, STACKS, type StackName } from './stacks.ts'

export interface Plan {
  readonly text: string
  /** No policy is broken. */
  readonly isWell: boolean
}

/** What `deploy:plan` prints of a stack: its resources by type, what the policies say, what it costs in a month. */
export async function planText(stack: StackName): Promise<Plan> {
  const resources = await recordedResources(stack)
  const rules = resources.some(({ type }) => type.startsWith('gcp:')) ? [...RULES, ...GCP_RULES] : RULES
  const violations = (await Promise.all(rules.map((rule) => violationsOf(rule, resources)))).flat()
  const estimate = await estimateOf(stack)
  const sections = [
    `${stack}: ${STACKS[stack].summary}`,
    resourcesText(resources),
    policiesText(rules.length, violations),
    ...(estimate === undefined ? [] : [costText(estimate)]),
  ]
  return { text: sections.join('\n\n'), isWell: violations.length === 0 }
}

function resourcesText(resources: readonly RecordedResource[]): string {
  const kinds = Map.groupBy(resources, ({ type }) => type)
  const width = Math.max(...[...kinds.keys()].map((type) => kindOf(type).length))
  const lines = [...kinds].map(
    ([type, those]) => `  ${kindOf(type).padEnd(width)}  ${those.map(({ name }) => name).join(', ')}`,
  )
  return `Resources (${resources.length})\n${lines.join('\n')}`
}

function policiesText(rules: number, violations: readonly Violation[]): string {
  if (violations.length === 0) return `Policies\n  all ${rules} are kept`
  const lines = violations.map(({ rule, resource, problem }) => `  ${rule}: ${resource ?? ''} ${problem}`)
  return `Policies (${violations.length} violations)\n${lines.join('\n')}`
}

function costText(estimate: Estimate): string {
  const { date, region, source } = estimate.prices
  const lines = sortedLines(estimate).map(
    ({ what, quantity, unit, price }) =>
      `  ${(quantity * price).toFixed(2).padStart(8)}  ${what}, ${amount(quantity)} ${unit} at ${price}`,
  )
  return [
    `Cost in a month, in US dollars: ${monthlyCost(estimate).toFixed(0)}`,
    ...lines,
    `  list prices of ${date}, ${region}, without tax and discounts; ${source}`,
  ].join('\n')
}

function amount(quantity: number): string {
  return Number.isInteger(quantity) ? `${quantity}` : quantity.toFixed(1)
}

/** `aws:ec2/Instance` of `aws:ec2/instance:Instance`. */
function kindOf(type: string): string {
  return type.replace(/\/\w+:/, '/')
}
