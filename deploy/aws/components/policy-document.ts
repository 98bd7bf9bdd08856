import * as pulumi from '@pulumi/pulumi'

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | Readonly<Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>
  readonly Action: string | string[]
  readonly Resource: pulumi.Input<string> | pulumi.Input<string>[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>>>
}

/** An IAM policy's text. */
export function policyDocument(...statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: '2012-10-17', Statement: statements })
}

/** Lets one service of AWS take a role. */
export function assumedBy(service: string): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  })
}
