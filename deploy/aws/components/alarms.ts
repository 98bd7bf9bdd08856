import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { policyDocument } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

/** Where alarms go: by e-mail, once the address has confirmed. */
export function makeAlarmTopic(email: string, key: aws.kms.Key, { account, options }: Surroundings): aws.sns.Topic {
  const topic = new aws.sns.Topic('alarms', { kmsMasterKeyId: key.keyId }, options)
  new aws.sns.TopicPolicy(
    'alarms',
    {
      arn: topic.arn,
      policy: policyDocument(
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic.arn,
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Resource: topic.arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ),
    },
    options,
  )
  new aws.sns.TopicSubscription('alarms-by-mail', { topic: topic.arn, protocol: 'email', endpoint: email }, options)
  return topic
}

export interface Alarm {
  /** What has happened, and what to look at first. */
  readonly description: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>
  /** `Sum`, `Average`, `Maximum`, or a percentile as `p95`. */
  readonly statistic: string
  readonly comparison: 'over' | 'under' | 'at least'
  readonly threshold: number
  /** Minutes that it has to last. */
  readonly minutes: number
  /** Minutes from one value of the metric to the next, where it is more than one: most of a shorter period's would be missing. */
  readonly every?: number
  /** What no data means: that nobody asks is well, that nobody answers is not, and of `missing` it is not known. */
  readonly missing: 'notBreaching' | 'breaching' | 'missing'
}

const OPERATORS = {
  over: 'GreaterThanThreshold',
  under: 'LessThanThreshold',
  'at least': 'GreaterThanOrEqualToThreshold',
} as const

/** An alarm that tells the topic when it begins and when it is over. */
export function makeAlarm(
  name: string,
  alarm: Alarm,
  topic: aws.sns.Topic,
  { stack, options }: Surroundings,
  actions: readonly string[] = [],
): aws.cloudwatch.MetricAlarm {
  const { every = 1 } = alarm
  const statistic = alarm.statistic.startsWith('p')
    ? { extendedStatistic: alarm.statistic }
    : { statistic: alarm.statistic }
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name: `zerosec-${stack}-${name}`,
      alarmDescription: alarm.description,
      namespace: alarm.namespace,
      metricName: alarm.metric,
      dimensions: alarm.dimensions,
      ...statistic,
      comparisonOperator: OPERATORS[alarm.comparison],
      threshold: alarm.threshold,
      period: 60 * every,
      evaluationPeriods: alarm.minutes / every,
      treatMissingData: alarm.missing,
      alarmActions: [topic.arn, ...actions],
      okActions: [topic.arn],
    },
    options,
  )
}
