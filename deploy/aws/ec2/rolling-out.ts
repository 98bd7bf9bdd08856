import * as pulumi from '@pulumi/pulumi'
import type { Statement } from '../components/policy-document.ts'
import type { Surroundings } from '../components/surroundings.ts'

/** What `deploy/actions/ec2.sh` does: finds the machine and runs commands on it through Systems Manager, on no other machine. */
export function rollingOut({ region, account }: Surroundings): readonly Statement[] {
  return [
    // AWS knows no resources for these two.
    {
      Sid: 'Looking',
      Effect: 'Allow',
      Action: ['ec2:DescribeInstances', 'ssm:GetCommandInvocation'],
      Resource: '*',
    },
    { Effect: 'Allow', Action: 'ssm:SendCommand', Resource: `arn:aws:ssm:${region}::document/AWS-RunShellScript` },
    {
      Effect: 'Allow',
      Action: 'ssm:SendCommand',
      Resource: pulumi.interpolate`arn:aws:ec2:${region}:${account}:instance/*`,
      Condition: { StringEquals: { 'aws:ResourceTag/Project': 'zerosec', 'aws:ResourceTag/Stack': 'ec2' } },
    },
  ]
}
