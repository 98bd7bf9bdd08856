import { at, type GcpRule, listAt, ofKind, onEach, textAt } from './gcp-rule.ts'

const WORLD = ['0.0.0.0/0', '::/0']
const TLS_1_2 = 'TLS_1_2'

/** On networks and what is between them and the world. */
export const NETWORK_RULES: readonly GcpRule[] = [
  {
    name: 'network-own',
    description: 'The network has the subnets that somebody planned.',
    checks: ['CIS 3.1', 'CIS 3.2'],
    problems: onEach(
      ['Network'],
      (inputs) => at(inputs, 'autoCreateSubnetworks') !== false && 'makes subnets by itself',
    ),
  },
  {
    name: 'network-flows',
    description: 'Who spoke with whom is logged, and Google is reached without a public address.',
    checks: ['CIS 3.8', 'CKV_GCP_26', 'CKV_GCP_74'],
    problems: onEach(
      ['Subnetwork'],
      (inputs) =>
        (at(inputs, 'logConfig') === undefined && 'logs no flows') ||
        (at(inputs, 'privateIpGoogleAccess') !== true && 'reaches Google by public addresses only'),
    ),
  },
  {
    name: 'network-closed',
    description: 'Nothing is let in from anywhere: not SSH, not RDP, not anything.',
    checks: ['CIS 3.6', 'CIS 3.7', 'CKV_GCP_2', 'CKV_GCP_3', 'CKV_GCP_75', 'CKV_GCP_77'],
    problems: onEach(
      ['Firewall'],
      (inputs) =>
        at(inputs, 'direction') !== 'EGRESS' &&
        listAt(inputs, 'allows').length > 0 &&
        listAt(inputs, 'sourceRanges').some((range) => WORLD.includes(String(range))) &&
        'lets the world in',
    ),
  },
  {
    name: 'https-modern',
    description: 'The load balancer speaks TLS 1.2 and later, by ciphers that are not broken.',
    checks: ['CIS 3.9', 'CKV_GCP_4'],
    problems: (resources) => [
      ...onEach(
        ['TargetHttpsProxy'],
        (inputs) => at(inputs, 'sslPolicy') === undefined && 'takes the default ciphers',
      )(resources),
      ...onEach(
        ['SSLPolicy'],
        (inputs) =>
          (at(inputs, 'minTlsVersion') !== TLS_1_2 || !['MODERN', 'RESTRICTED'].includes(textAt(inputs, 'profile'))) &&
          'allows old ciphers',
      )(resources),
    ],
  },
  {
    name: 'http-redirected',
    description: 'In the clear there is nothing but the way to HTTPS.',
    checks: [],
    problems: (resources) => {
      const plain = ofKind(resources, 'TargetHttpProxy').map(({ inputs }) =>
        textAt(inputs, 'urlMap').replace(/-id$/, ''),
      )
      return onEach(
        ['URLMap'],
        (inputs, name) =>
          plain.includes(name) && at(inputs, 'defaultUrlRedirect.httpsRedirect') !== true && 'serves over HTTP',
      )(resources)
    },
  },
  {
    name: 'requests-filtered',
    description: 'Cloud Armor is before the service: it limits how often one address asks, and knows Log4Shell.',
    checks: ['CKV_GCP_73'],
    problems: (resources) => [
      ...onEach(
        ['BackendService'],
        (inputs) => at(inputs, 'securityPolicy') === undefined && 'has no firewall',
      )(resources),
      ...onEach(['SecurityPolicy'], (inputs) => {
        const rules = listAt(inputs, 'rules')
        const limits = rules.some((rule) => ['throttle', 'rate_based_ban'].includes(textAt(rule, 'action')))
        const knows = rules.some(
          (rule) =>
            textAt(rule, 'match.expr.expression').includes("'cve-canary'") && textAt(rule, 'action').startsWith('deny'),
        )
        return (!limits && 'limits nobody') || (!knows && 'lets Log4Shell through')
      })(resources),
    ],
  },
  {
    name: 'requests-logged',
    description: 'Every request to the load balancer is logged.',
    checks: ['CIS 2.16'],
    problems: onEach(['BackendService'], (inputs) => at(inputs, 'logConfig.enable') !== true && 'logs no requests'),
  },
]
