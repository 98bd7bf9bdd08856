import { ofType, Properties, resourceRule, stackRule } from '../rule.ts'

const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'
const EGRESS = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'
const GROUP = 'aws:ec2/securityGroup:SecurityGroup'
const VPC = 'aws:ec2/vpc:Vpc'
const ANYWHERE = new Set(['0.0.0.0/0', '::/0'])

export const NETWORK_RULES = [
  resourceRule({
    name: 'nothing-open-to-the-world',
    says: 'Nobody lets everybody in: what the internet may ask for, it asks CloudFront for.',
    covers: ['CIS 5.2', 'CIS 5.3', 'CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_260', 'CKV_AWS_277', 'AwsSolutions-EC23'],
    types: [INGRESS],
    problems: (props) => [
      ANYWHERE.has(props.text('cidrIpv4')) && 'it lets everybody in',
      ANYWHERE.has(props.text('cidrIpv6')) && 'it lets everybody in by IPv6',
    ],
  }),
  resourceRule({
    name: 'no-ports-of-administration',
    says: 'Ports 22 and 3389 are open to nobody, not even inside.',
    covers: ['CIS 5.2', 'CKV_AWS_24', 'CKV_AWS_25'],
    types: [INGRESS],
    problems: (props) =>
      [22, 3389].map((port) => {
        const isAll = props.text('ipProtocol') === '-1'
        return (isAll || (props.number('fromPort') <= port && port <= props.number('toPort'))) && `port ${port} is open`
      }),
  }),
  resourceRule({
    name: 'ways-out-limited',
    says: 'Connections go out on named ports, not on all.',
    covers: ['CKV_AWS_382'],
    types: [EGRESS],
    problems: (props) => [
      props.text('ipProtocol') === '-1' && 'everything may go out',
      props.number('fromPort') !== props.number('toPort') && 'a range of ports may go out',
    ],
  }),
  resourceRule({
    name: 'groups-keep-rules-beside',
    says: 'The rules of a security group stand beside it, where each can be judged.',
    covers: [],
    types: [GROUP],
    problems: (props) => [
      (props.list('ingress').length > 0 || props.list('egress').length > 0) &&
        'it has rules inside, which the other rules do not see',
    ],
  }),
  resourceRule({
    name: 'groups-described',
    says: 'Every security group and every rule of one says what it is for.',
    covers: ['CKV_AWS_23'],
    types: [GROUP, INGRESS, EGRESS],
    problems: (props) => [
      ['', 'Managed by Pulumi'].includes(props.text('description')) && 'it says nothing about itself',
    ],
  }),
  stackRule({
    name: 'default-group-closed',
    says: 'The default security group of a network lets nothing through.',
    covers: ['CIS 5.4', 'CKV2_AWS_12'],
    problems: (subjects) => {
      const closed = ofType(subjects, 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup')
        .map(({ props }) => new Properties(props))
        .filter((props) => props.list('ingress').length === 0 && props.list('egress').length === 0)
      return missing(subjects, VPC, closed.length, 'its default security group lets its members talk')
    },
  }),
  stackRule({
    name: 'flows-logged',
    says: 'Accepted and refused connections of a network are logged.',
    covers: ['CIS 3.7', 'CKV2_AWS_11', 'AwsSolutions-VPC7'],
    problems: (subjects) => {
      const logged = ofType(subjects, 'aws:ec2/flowLog:FlowLog').filter(({ props }) => props['trafficType'] === 'ALL')
      return missing(subjects, VPC, logged.length, 'its connections are not logged')
    },
  }),
  resourceRule({
    name: 'subnets-give-no-addresses',
    says: 'A subnet gives nobody a public address who did not ask for one.',
    covers: ['CKV_AWS_130'],
    types: ['aws:ec2/subnet:Subnet'],
    problems: (props) => [props.isOn('mapPublicIpOnLaunch') && 'it gives public addresses to everything in it'],
  }),
]

/** A stack has one network; each needs one of these. */
function missing(subjects: Parameters<typeof ofType>[0], type: string, found: number, problem: string) {
  return ofType(subjects, type)
    .slice(found)
    .map((subject) => ({ subject, problem }))
}
