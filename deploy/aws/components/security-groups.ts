import * as aws from '@pulumi/aws'
import type { Surroundings } from './surroundings.ts'

/** A group that nothing passes until a rule says so. */
export function makeGroup(
  name: string,
  description: string,
  vpc: aws.ec2.Vpc,
  { options }: Surroundings,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, description, tags: { Name: `zerosec-${name}` } }, options)
}

/** Lets the members of one group open connections to those of another, on one port. */
export function allow(
  from: readonly [string, aws.ec2.SecurityGroup],
  to: readonly [string, aws.ec2.SecurityGroup],
  port: number,
  { options }: Surroundings,
): void {
  const name = `${from[0]}-to-${to[0]}`
  const on = { ipProtocol: 'tcp', fromPort: port, toPort: port, description: `From ${from[0]} to ${to[0]}` }
  new aws.vpc.SecurityGroupEgressRule(
    name,
    { ...on, securityGroupId: from[1].id, referencedSecurityGroupId: to[1].id },
    options,
  )
  new aws.vpc.SecurityGroupIngressRule(
    name,
    { ...on, securityGroupId: to[1].id, referencedSecurityGroupId: from[1].id },
    options,
  )
}

/** To services of AWS, and to the webhooks that a shop names: HTTPS to anywhere. */
export function allowHttpsOut(name: string, group: aws.ec2.SecurityGroup, { options }: Surroundings): void {
  const out = { securityGroupId: group.id, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '0.0.0.0/0' }
  new aws.vpc.SecurityGroupEgressRule(`${name}-https`, { ...out, description: 'Services of AWS, webhooks' }, options)
}
