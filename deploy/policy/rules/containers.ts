import { ofType, Properties, resourceRule, stackRule } from '../rule.ts'

const TASK = 'aws:ecs/taskDefinition:TaskDefinition'
const SERVICE = 'aws:ecs/service:Service'
const REPOSITORY = 'aws:ecr/repository:Repository'
/** Names of variables, and values of any variable, that nobody may read who may read a task's description. */
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|PRIVATE_KEY|ACCESS_KEY/
const SECRET_VALUE = /:\/\/[^/@\s]*:[^/@\s]+@|-----BEGIN [A-Z ]*PRIVATE KEY/

function containersOf(props: Properties): Properties[] {
  const all: unknown = JSON.parse(props.text('containerDefinitions') || '[]')
  return new Properties({ all }).list('all')
}

/** Images, and what runs of them. */
export const CONTAINER_RULES = [
  resourceRule({
    name: 'images-scanned',
    says: 'Images are searched for known weaknesses when they are pushed.',
    covers: ['CKV_AWS_163'],
    types: [REPOSITORY],
    problems: (props) => [!props.isOn('imageScanningConfiguration.scanOnPush') && 'images are not scanned'],
  }),
  resourceRule({
    name: 'images-written-once',
    says: 'A tag of an image is written once; only those move that say what is live.',
    covers: ['CKV_AWS_51'],
    types: [REPOSITORY],
    problems: (props) => [
      !props.text('imageTagMutability').startsWith('IMMUTABLE') && 'tags can be moved',
      !props.list('imageTagMutabilityExclusionFilters').every((filter) => filter.text('filter') === 'live-*') &&
        'more tags than live-* can be moved',
    ],
  }),
  resourceRule({
    name: 'images-encrypted',
    says: 'Images are encrypted with a key of the stack.',
    covers: ['CKV_AWS_136'],
    types: [REPOSITORY],
    problems: (props) => [
      !props.list('encryptionConfigurations').some((each) => each.text('encryptionType') === 'KMS') &&
        'images are not encrypted with a key of the stack',
    ],
  }),
  stackRule({
    name: 'images-tidied-up',
    says: 'Old images go, and those that run stay: an earlier rule takes the tags live-….',
    covers: [],
    problems: (subjects) =>
      ofType(subjects, REPOSITORY)
        .filter((repository) => {
          const policy = ofType(subjects, 'aws:ecr/lifecyclePolicy:LifecyclePolicy').find(
            ({ name }) => name === repository.name,
          )
          const rules = new Properties(policy?.props).json('policy').list('rules')
          const live = rules.find((rule) => rule.list('selection.tagPrefixList').length > 0)
          const rest = rules.find((rule) => rule.text('selection.tagStatus') === 'any')
          return !(live && rest && live.number('rulePriority') < rest.number('rulePriority'))
        })
        .map((subject) => ({ subject, problem: 'old images stay, or images that run may go' })),
  }),
  resourceRule({
    name: 'tasks-run-by-digest',
    says: 'A task names its image by digest: what runs does not change because a tag moves.',
    covers: [],
    types: [TASK],
    problems: (props) =>
      containersOf(props).map(
        (each) => !/@sha256:[0-9a-f]{64}$/.test(each.text('image')) && `${each.text('name')} names its image by a tag`,
      ),
  }),
  resourceRule({
    name: 'tasks-confined',
    says: 'A container runs as a user, can not write to its root, and has no capabilities.',
    covers: ['CKV_AWS_334', 'CKV_AWS_336'],
    types: [TASK],
    problems: (props) =>
      containersOf(props).flatMap((each) => [
        !each.isOn('readonlyRootFilesystem') && `${each.text('name')} can write to its root`,
        each.isOn('privileged') && `${each.text('name')} is privileged`,
        /^(0|root)?(:|$)/.test(each.text('user')) && `${each.text('name')} runs as root`,
        !JSON.stringify(each.get('linuxParameters.capabilities.drop') ?? []).includes('ALL') &&
          `${each.text('name')} keeps capabilities`,
      ]),
  }),
  resourceRule({
    name: 'tasks-without-plain-secrets',
    says: 'Secrets reach a task from Secrets Manager, not in its description.',
    covers: [],
    types: [TASK],
    problems: (props) =>
      containersOf(props).flatMap((container) =>
        container
          .list('environment')
          .map(
            (each) =>
              (SECRET_NAME.test(each.text('name')) || SECRET_VALUE.test(each.text('value'))) &&
              `${each.text('name')} stands in its description`,
          ),
      ),
  }),
  resourceRule({
    name: 'tasks-logged',
    says: 'What a container writes is kept.',
    covers: ['AwsSolutions-ECS7'],
    types: [TASK],
    problems: (props) =>
      containersOf(props).map(
        (each) => each.text('logConfiguration.logDriver') === '' && `${each.text('name')} writes its log nowhere`,
      ),
  }),
  resourceRule({
    name: 'tasks-mount-encrypted',
    says: 'A folder is mounted over TLS, through an access point, with the role of the task.',
    covers: ['CKV_AWS_97'],
    types: [TASK],
    problems: (props) =>
      props
        .list('volumes')
        .flatMap((volume) => [
          volume.text('efsVolumeConfiguration.transitEncryption') !== 'ENABLED' && 'a folder is mounted without TLS',
          volume.text('efsVolumeConfiguration.authorizationConfig.iam') !== 'ENABLED' &&
            'whoever reaches the folder may mount it',
        ]),
  }),
  resourceRule({
    name: 'services-private',
    says: 'Tasks have no public address.',
    covers: ['CKV_AWS_333'],
    types: [SERVICE],
    problems: (props) => [
      props.get('networkConfiguration.assignPublicIp') !== false && 'its tasks may get public addresses',
    ],
  }),
  resourceRule({
    name: 'services-go-back',
    says: 'A deployment that does not get healthy, or sets off an alarm, is taken back.',
    covers: [],
    types: [SERVICE],
    problems: (props) => [
      !(props.isOn('deploymentCircuitBreaker.enable') && props.isOn('deploymentCircuitBreaker.rollback')) &&
        'a deployment that does not get healthy stays',
      !(props.isOn('alarms.enable') && props.isOn('alarms.rollback') && props.list('alarms.alarmNames').length > 0) &&
        'no alarm takes a deployment back',
    ],
  }),
  resourceRule({
    name: 'clusters-watched',
    says: 'A cluster tells how its tasks do.',
    covers: ['CKV_AWS_65', 'AwsSolutions-ECS4'],
    types: ['aws:ecs/cluster:Cluster'],
    problems: (props) => [
      !props
        .list('settings')
        .some((each) => each.text('name') === 'containerInsights' && /^(enabled|enhanced)$/.test(each.text('value'))) &&
        'it has no Container Insights',
    ],
  }),
]
