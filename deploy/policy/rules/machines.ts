import { resourceRule } from '../rule.ts'

const INSTANCE = 'aws:ec2/instance:Instance'
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate'

/** Machines of EC2 and the templates that groups make them of. */
export const MACHINE_RULES = [
  resourceRule({
    name: 'machines-keep-their-role',
    says: 'The role of a machine is handed out for tokens only, and not to containers on it.',
    covers: ['CIS 5.6', 'CKV_AWS_79', 'CKV_AWS_341'],
    types: [INSTANCE, TEMPLATE],
    problems: (props) => [
      props.text('metadataOptions.httpTokens') !== 'required' && 'its metadata are given without a token',
      props.number('metadataOptions.httpPutResponseHopLimit') !== 1 && 'containers on it can ask for its role',
    ],
  }),
  resourceRule({
    name: 'machines-without-ssh',
    says: 'No machine has an SSH key: Session Manager opens shells, and writes down who did.',
    covers: [],
    types: [INSTANCE, TEMPLATE],
    problems: (props) => [props.get('keyName') !== undefined && 'it has an SSH key'],
  }),
  resourceRule({
    name: 'machines-have-a-role',
    says: 'A machine acts with a role, so that nobody puts keys on it.',
    covers: ['CIS 1.18', 'CKV2_AWS_41'],
    types: [INSTANCE, TEMPLATE],
    problems: (props) => [props.get('iamInstanceProfile') === undefined && 'it has no role'],
  }),
  resourceRule({
    name: 'machines-without-public-address',
    says: 'A machine has no public address.',
    covers: ['CKV_AWS_88'],
    types: [INSTANCE, TEMPLATE],
    problems: (props) => [
      props.isOn('associatePublicIpAddress') && 'it has a public address',
      props.list('networkInterfaces').some((each) => each.isOn('associatePublicIpAddress')) &&
        'its machines get public addresses',
    ],
  }),
  resourceRule({
    name: 'machines-watched',
    says: 'A machine is measured each minute.',
    covers: ['CKV_AWS_126', 'AwsSolutions-EC28'],
    types: [INSTANCE, TEMPLATE],
    problems: (props) => [
      !props.isOn('monitoring') && !props.isOn('monitoring.enabled') && 'it is measured each five minutes',
    ],
  }),
  resourceRule({
    name: 'machines-with-full-disks-speed',
    says: 'Disks have a way of their own to a machine.',
    covers: ['CKV_AWS_135'],
    types: [INSTANCE, TEMPLATE],
    problems: (props) => [!props.isOn('ebsOptimized') && 'it is not EBS-optimised'],
  }),
  resourceRule({
    name: 'machines-not-ended-by-mistake',
    says: 'A machine of its own is protected from termination.',
    covers: ['AwsSolutions-EC29'],
    types: [INSTANCE],
    problems: (props) => [!props.isOn('disableApiTermination') && 'it can be terminated'],
  }),
]
