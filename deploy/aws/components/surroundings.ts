import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

/** What every component of a stack is given. */
export interface Surroundings {
  /** `ec2`, `ecs`; part of names that have to be unique in an account. */
  readonly stack: string
  readonly region: string
  readonly account: pulumi.Output<string>
  /** Carries the provider, whose tags every resource gets. */
  readonly options: { readonly provider: aws.Provider }
}

/** @param environment  `production`, `staging`: a tag of everything, so that bills and alarms tell whose they are */
export function surroundings(stack: string, region: string, environment: string): Surroundings {
  const provider = new aws.Provider('aws', {
    region: region as aws.Region,
    defaultTags: { tags: tagsOf(stack, environment) },
  })
  const account = aws.getCallerIdentityOutput({}, { provider }).accountId
  return { stack, region, account, options: { provider } }
}

export function tagsOf(stack: string, environment: string): Record<string, string> {
  return { Project: 'zerosec', Stack: stack, Environment: environment, ManagedBy: 'pulumi' }
}
