import { ofType, Properties, resourceRule, stackRule } from '../rule.ts'
import { refusesPlainText, statementsOf } from '../statements.ts'

const QUEUE = 'aws:sqs/queue:Queue'
const TOPIC = 'aws:sns/topic:Topic'

/** Queues and topics. */
export const QUEUE_RULES = [
  resourceRule({
    name: 'queues-encrypted',
    says: 'A queue is encrypted with a key of the stack.',
    covers: ['CKV_AWS_27', 'AwsSolutions-SQS2'],
    types: [QUEUE],
    problems: (props) => [props.text('kmsMasterKeyId') === '' && 'it is not encrypted with a key of the stack'],
  }),
  stackRule({
    name: 'queues-with-dead-letters',
    says: 'What nobody can answer leaves a queue for another one.',
    covers: ['AwsSolutions-SQS3'],
    problems: (subjects) => {
      const queues = ofType(subjects, QUEUE)
      const takers = new Set(ofType(subjects, 'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy').map(({ name }) => name))
      return queues
        .filter(
          ({ name, props }) =>
            !takers.has(name) && !(new Properties(props).json('redrivePolicy').number('maxReceiveCount') > 0),
        )
        .map((subject) => ({ subject, problem: 'it has no queue of dead letters' }))
    },
  }),
  stackRule({
    name: 'queues-over-tls-only',
    says: 'A queue refuses what is not encrypted on its way.',
    covers: ['AwsSolutions-SQS4'],
    problems: (subjects) =>
      ofType(subjects, QUEUE)
        .filter(
          (queue) =>
            !ofType(subjects, 'aws:sqs/queuePolicy:QueuePolicy').some(
              ({ name, props }) =>
                name === queue.name && refusesPlainText(statementsOf(new Properties(props), 'policy'), 'sqs:*'),
            ),
        )
        .map((subject) => ({ subject, problem: 'it takes what is not encrypted on its way' })),
  }),
  resourceRule({
    name: 'topics-encrypted',
    says: 'A topic is encrypted with a key of the stack.',
    covers: ['CKV_AWS_26', 'AwsSolutions-SNS2'],
    types: [TOPIC],
    problems: (props) => [props.text('kmsMasterKeyId') === '' && 'it is not encrypted with a key of the stack'],
  }),
  stackRule({
    name: 'topics-over-tls-only',
    says: 'A topic refuses what is not encrypted on its way, and nobody but services of this account publishes to it.',
    covers: ['AwsSolutions-SNS3', 'CKV_AWS_169'],
    problems: (subjects) =>
      ofType(subjects, TOPIC).flatMap((subject) => {
        const policy = ofType(subjects, 'aws:sns/topicPolicy:TopicPolicy').find(({ name }) => name === subject.name)
        const statements = statementsOf(new Properties(policy?.props), 'policy')
        return [
          ...(refusesPlainText(statements, 'sns:Publish') ? [] : ['it takes what is not encrypted on its way']),
          ...(statements.some(({ effect, principals }) => effect === 'Allow' && '*' in principals)
            ? ['everybody may use it']
            : []),
        ].map((problem) => ({ subject, problem }))
      }),
  }),
]
