import { ofType, Properties, resourceRule, stackRule } from '../rule.ts'

const BALANCER = 'aws:lb/loadBalancer:LoadBalancer'
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution'
const FIREWALL = 'aws:wafv2/webAcl:WebAcl'

/** CloudFront, the firewall and the load balancer. */
export const EDGE_RULES = [
  resourceRule({
    name: 'listeners-over-tls-only',
    says: 'A load balancer takes TLS 1.2 and 1.3, nothing else.',
    covers: ['CKV_AWS_2', 'CKV_AWS_103'],
    types: ['aws:lb/listener:Listener'],
    problems: (props) => [
      props.text('protocol') !== 'HTTPS' && 'it takes connections without TLS',
      !/^ELBSecurityPolicy-TLS13-1-[23]-/.test(props.text('sslPolicy')) && 'it takes old versions of TLS',
    ],
  }),
  resourceRule({
    name: 'balancers-strict',
    says: 'A load balancer drops what is not clean HTTP.',
    covers: ['CKV_AWS_131', 'CKV_AWS_328'],
    types: [BALANCER],
    problems: (props) => [
      !props.isOn('dropInvalidHeaderFields') && 'it passes invalid headers on',
      !['defensive', 'strictest'].includes(props.text('desyncMitigationMode')) &&
        'it passes on what two parsers may read differently',
    ],
  }),
  resourceRule({
    name: 'balancers-not-deleted',
    says: 'A load balancer is protected from deletion.',
    covers: ['CKV_AWS_150'],
    types: [BALANCER],
    problems: (props) => [!props.isOn('enableDeletionProtection') && 'it can be deleted'],
  }),
  resourceRule({
    name: 'balancers-logged',
    says: 'Requests to a load balancer are logged.',
    covers: ['CKV_AWS_91', 'AwsSolutions-ELB2'],
    types: [BALANCER],
    problems: (props) => [!props.isOn('accessLogs.enabled') && 'requests are not logged'],
  }),
  resourceRule({
    name: 'balancers-behind-the-firewall',
    says: 'A load balancer has no public address: who asks comes through CloudFront and its firewall.',
    covers: ['CKV2_AWS_28'],
    types: [BALANCER],
    problems: (props) => [!props.isOn('internal') && 'it can be reached around the firewall'],
  }),
  resourceRule({
    name: 'edge-over-tls-only',
    says: 'CloudFront sends browsers to https, speaks TLS 1.2 and above, and reaches its origin by TLS.',
    covers: ['CKV_AWS_34', 'CKV_AWS_174', 'AwsSolutions-CFR4', 'AwsSolutions-CFR5'],
    types: [DISTRIBUTION],
    problems: (props) => [
      !behaviours(props).every((each) =>
        ['redirect-to-https', 'https-only'].includes(each.text('viewerProtocolPolicy')),
      ) && 'it answers over plain HTTP',
      !/^TLSv1\.[23]_/.test(props.text('viewerCertificate.minimumProtocolVersion')) && 'it takes old versions of TLS',
      props
        .list('origins')
        .some(
          (origin) =>
            origin.get('customOriginConfig') !== undefined &&
            origin.text('customOriginConfig.originProtocolPolicy') !== 'https-only',
        ) && 'it reaches an origin without TLS',
    ],
  }),
  resourceRule({
    name: 'origins-over-tls-only',
    says: 'CloudFront reaches an origin inside the network by TLS 1.2.',
    covers: ['AwsSolutions-CFR5'],
    types: ['aws:cloudfront/vpcOrigin:VpcOrigin'],
    problems: (props) => [
      props.text('vpcOriginEndpointConfig.originProtocolPolicy') !== 'https-only' && 'it is reached without TLS',
    ],
  }),
  resourceRule({
    name: 'edge-behind-the-firewall',
    says: 'CloudFront has a firewall.',
    covers: ['CKV_AWS_68', 'AwsSolutions-CFR2'],
    types: [DISTRIBUTION],
    problems: (props) => [props.text('webAclId') === '' && 'it has no firewall'],
  }),
  resourceRule({
    name: 'edge-sets-security-headers',
    says: 'Every answer carries security headers.',
    covers: ['CKV2_AWS_32'],
    types: [DISTRIBUTION],
    problems: (props) => [
      !behaviours(props).every((each) => each.text('responseHeadersPolicyId') !== '') && 'some answers carry none',
    ],
  }),
  stackRule({
    name: 'edge-logged',
    says: 'Requests to CloudFront are logged.',
    covers: ['CKV_AWS_86', 'AwsSolutions-CFR3'],
    problems: (subjects) =>
      ofType(subjects, DISTRIBUTION)
        .filter(
          ({ name }) =>
            !ofType(subjects, 'aws:cloudwatch/logDeliverySource:LogDeliverySource').some((one) => one.name === name),
        )
        .map((subject) => ({ subject, problem: 'requests are not logged' })),
  }),
  resourceRule({
    name: 'firewalls-limit-requests',
    says: 'A firewall limits what one address may ask, and knows what AWS knows as bad.',
    covers: ['CKV_AWS_192'],
    types: [FIREWALL],
    problems: (props) => [
      !props
        .list('rules')
        .some((one) => one.number('statement.rateBasedStatement.limit') > 0 && one.get('action.block') !== undefined) &&
        'one address may ask as often as it likes',
      !props.list('rules').some((one) => isOn(one, 'AWSManagedRulesKnownBadInputsRuleSet')) &&
        'known bad requests pass',
    ],
  }),
  stackRule({
    name: 'firewalls-logged',
    says: 'What a firewall decides is logged, without credentials.',
    covers: ['CKV2_AWS_31'],
    problems: (subjects) =>
      ofType(subjects, FIREWALL)
        .filter(({ name }) => {
          const logging = ofType(subjects, 'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration').find(
            (one) => one.name === name,
          )
          const redacted = new Set(
            new Properties(logging?.props).list('redactedFields').map((one) => one.text('singleHeader.name')),
          )
          return !['authorization', 'cookie'].every((header) => redacted.has(header))
        })
        .map((subject) => ({ subject, problem: 'it is not logged, or credentials are' })),
  }),
]

function behaviours(props: Properties): Properties[] {
  return [new Properties(props.get('defaultCacheBehavior')), ...props.list('orderedCacheBehaviors')]
}

function isOn(rule: Properties, managed: string): boolean {
  return (
    rule.text('statement.managedRuleGroupStatement.name') === managed && rule.get('overrideAction.none') !== undefined
  )
}
