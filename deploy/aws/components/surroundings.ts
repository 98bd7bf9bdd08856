import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'

/** What every component of a stack is given. */
export interface Surroundings {
  /** `ec2`, `ecs`; part of names that have to be unique in an account. */
  readonly stack: string
  readonly region: string
  /** `production`, `staging`: a tag of everything, so that bills and alarms tell whose they are. */
  readonly environment: string
  readonly account: pulumi.Output<string>
  /** What the provider puts on everything; machines of a group get them from its template. */
  readonly tags: Readonly<Record<string, string>>
  /** Carries the provider, whose tags every resource gets. */
  readonly options: { readonly provider: aws.Provider }
}

export function surroundings(stack: string, region: string, environment: string): Surroundings {
  const tags = { Project: 'zerosec', Stack: stack, Environment: environment, ManagedBy: 'pulumi' }
  const provider = new aws.Provider('aws', { region: region as aws.Region, defaultTags: { tags } })
  const account = aws.getCallerIdentityOutput({}, { provider }).accountId
  return { stack, region, environment, account, tags, options: { provider } }
}
