import { at, type GcpRule, listAt, ofKind, onEach, textAt } from './gcp-rule.ts'

const WORLD = new Set(['0.0.0.0/0', '::/0'])
const TLS_1_2 = 'TLS_1_2'
const LOG4SHELL = "'cve-canary'"

const isLimit = (rule: unknown): boolean => ['throttle', 'rate_based_ban'].includes(textAt(rule, 'action'))
const isRefusal = (rule: unknown): boolean => textAt(rule, 'action').startsWith('deny')
const priorityOf = (rule: unknown): number => Number(at(rule, 'priority'))

/** On networks and what is between them and the world. */
export const NETWORK_RULES: readonly GcpRule[] = [
  {
    name: 'network-own',
    description: 'The network has the subnets that somebody planned.',
    checks: ['CIS 3.1', 'CIS 3.2'],
    problems: onEach(['Network'], (props) => at(props, 'autoCreateSubnetworks') !== false && 'makes subnets by itself'),
  },
  {
    name: 'network-flows',
    description: 'Who spoke with whom is logged, and Google is reached without a public address.',
    checks: ['CIS 3.8', 'CKV_GCP_26', 'CKV_GCP_74'],
    problems: onEach(
      ['Subnetwork'],
      (props) =>
        (at(props, 'logConfig') === undefined && 'logs no flows') ||
        (at(props, 'privateIpGoogleAccess') !== true && 'reaches Google by public addresses only'),
    ),
  },
  {
    name: 'network-closed',
    description: 'Nothing is let in from anywhere: not SSH, not RDP, not anything.',
    checks: ['CIS 3.6', 'CIS 3.7', 'CKV_GCP_2', 'CKV_GCP_3', 'CKV_GCP_75', 'CKV_GCP_77'],
    problems: onEach(
      ['Firewall'],
      (props) =>
        at(props, 'direction') !== 'EGRESS' &&
        listAt(props, 'allows').length > 0 &&
        listAt(props, 'sourceRanges').some((range) => WORLD.has(String(range))) &&
        'lets the world in',
    ),
  },
  {
    name: 'https-modern',
    description: 'The load balancer speaks TLS 1.2 and later, by ciphers that are not broken.',
    checks: ['CIS 3.9', 'CKV_GCP_4'],
    problems: (subjects) => [
      ...onEach(
        ['TargetHttpsProxy'],
        (props) => at(props, 'sslPolicy') === undefined && 'takes the default ciphers',
      )(subjects),
      ...onEach(
        ['SSLPolicy'],
        (props) =>
          (at(props, 'minTlsVersion') !== TLS_1_2 || !['MODERN', 'RESTRICTED'].includes(textAt(props, 'profile'))) &&
          'allows old ciphers',
      )(subjects),
    ],
  },
  {
    name: 'http-redirected',
    description: 'In the clear there is nothing but the way to HTTPS.',
    checks: [],
    problems: (subjects) => {
      const plain = new Set(ofKind(subjects, 'TargetHttpProxy').map(({ props }) => at(props, 'urlMap')))
      return onEach(
        ['URLMap'],
        (props) =>
          plain.has(at(props, 'id')) && at(props, 'defaultUrlRedirect.httpsRedirect') !== true && 'serves over HTTP',
      )(subjects)
    },
  },
  {
    name: 'requests-filtered',
    description:
      'Cloud Armor is before the service: it limits how often one address asks, and refuses attacks (Log4Shell) before anything lets them in.',
    checks: ['CKV_GCP_73'],
    problems: (subjects) => [
      ...onEach(
        ['BackendService'],
        (props) => at(props, 'securityPolicy') === undefined && 'has no firewall',
      )(subjects),
      ...onEach(['SecurityPolicy'], (props) => {
        const rules = listAt(props, 'rules')
        const limits = rules.some(isLimit)
        const knows = rules.some((rule) => isRefusal(rule) && textAt(rule, 'match.expr.expression').includes(LOG4SHELL))
        const lastRefusal = Math.max(...rules.filter(isRefusal).map(priorityOf))
        const isShadowed = rules.some((rule) => !isRefusal(rule) && priorityOf(rule) < lastRefusal)
        return (
          (!limits && 'limits nobody') ||
          (!knows && 'lets Log4Shell through') ||
          (isShadowed && 'lets in what a later rule would refuse')
        )
      })(subjects),
    ],
  },
  {
    name: 'requests-logged',
    description: 'Every request to the load balancer is logged.',
    checks: ['CIS 2.16'],
    problems: onEach(['BackendService'], (props) => at(props, 'logConfig.enable') !== true && 'logs no requests'),
  },
]
