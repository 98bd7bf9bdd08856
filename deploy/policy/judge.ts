import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from '@pulumi/policy'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Rule } from './rule.ts'

export interface Violation {
  readonly rule: string
  /** `aws:s3/bucket:Bucket inputs`; of rules about a stack only within the text. */
  readonly resource: string | undefined
  readonly problem: string
}

/** What a rule says of recorded resources: it is called as Pulumi would call it, without Pulumi's engine. */
export async function violationsOf(rule: Rule, resources: readonly RecordedResource[]): Promise<Violation[]> {
  const violations: Violation[] = []
  if ('validateStack' in rule) {
    const args = { resources: resources.map(subjectOf) } as unknown as StackValidationArgs
    await rule.validateStack(args, (problem) => violations.push({ rule: rule.name, resource: undefined, problem }))
    return violations
  }
  for (const validate of [(rule as { validateResource: unknown }).validateResource].flat()) {
    for (const resource of resources) {
      const report = (problem: string) =>
        violations.push({ rule: rule.name, resource: `${resource.type} ${resource.name}`, problem })
      await (validate as (args: ResourceValidationArgs, report: (problem: string) => void) => Promise<void> | void)(
        subjectOf(resource) as unknown as ResourceValidationArgs,
        report,
      )
    }
  }
  return violations
}

/** Rules about a stack see what the provider made of a resource, so id and ARN are among its values. */
function subjectOf({ type, name, inputs, id, arn }: RecordedResource): PolicyResource {
  return {
    type,
    name,
    props: { ...inputs, id, arn },
    urn: `urn:pulumi:plan::zerosec::${type}::${name}`,
  } as unknown as PolicyResource
}
