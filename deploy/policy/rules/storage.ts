import { resourceRule } from '../rule.ts'

/** Disks, folders, and what queries leave. */
export const STORAGE_RULES = [
  resourceRule({
    name: 'volumes-encrypted',
    says: 'Every disk is encrypted, those of machines too.',
    covers: ['CIS 2.2.1', 'CKV_AWS_3', 'CKV_AWS_8', 'AwsSolutions-EC26'],
    types: ['aws:ebs/volume:Volume', 'aws:ec2/instance:Instance', 'aws:ec2/launchTemplate:LaunchTemplate'],
    problems: (props, { type }) => {
      if (type === 'aws:ebs/volume:Volume') return [!props.isOn('encrypted') && 'the volume is not encrypted']
      if (type === 'aws:ec2/instance:Instance')
        return [!props.isOn('rootBlockDevice.encrypted') && 'its root disk is not encrypted']
      const disks = props.list('blockDeviceMappings')
      return [
        (disks.length === 0 || !disks.every((disk) => disk.isOn('ebs.encrypted'))) &&
          'a disk of its machines is not encrypted',
      ]
    },
  }),
  resourceRule({
    name: 'folders-encrypted',
    says: 'A shared folder is encrypted with a key of the stack.',
    covers: ['CIS 2.4.1', 'CKV_AWS_42', 'CKV_AWS_184', 'AwsSolutions-EFS1'],
    types: ['aws:efs/fileSystem:FileSystem'],
    problems: (props) => [
      !props.isOn('encrypted') && 'it is not encrypted',
      props.text('kmsKeyId') === '' && 'it is not encrypted with a key of the stack',
    ],
  }),
  resourceRule({
    name: 'folders-confined',
    says: 'Whoever mounts a shared folder acts as one user below one path.',
    covers: ['CKV_AWS_329', 'CKV_AWS_330'],
    types: ['aws:efs/accessPoint:AccessPoint'],
    problems: (props) => [
      ['', '/'].includes(props.text('rootDirectory.path')) && 'it opens the root of the folder',
      !(props.number('posixUser.uid') > 0) && 'whoever mounts it acts as whom they like, or as root',
    ],
  }),
  resourceRule({
    name: 'queries-encrypted',
    says: 'What Athena answers is stored encrypted, whoever asks, and a query that would read too much is stopped.',
    covers: ['CKV_AWS_82', 'CKV_AWS_159', 'AwsSolutions-ATH1'],
    types: ['aws:athena/workgroup:Workgroup'],
    problems: (props) => [
      props.text('configuration.resultConfiguration.encryptionConfiguration.encryptionOption') !== 'SSE_KMS' &&
        'answers are not encrypted with a key of the stack',
      !props.isOn('configuration.enforceWorkgroupConfiguration') && 'who asks can choose another place',
      !(props.number('configuration.bytesScannedCutoffPerQuery') > 0) && 'a query may read, and cost, any amount',
    ],
  }),
]
