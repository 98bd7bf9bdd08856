import { expect } from 'vitest'
import { arn, type Expected } from './expected.ts'

const TOPIC = arn('sns', 'alarms')
const API = { LoadBalancer: 'app/balancer/0123456789abcdef', TargetGroup: 'targetgroup/api/0123456789abcdef' }
const alarm = (metricName: string, dimensions: object, threshold: number, evaluationPeriods: number): object => ({
  metricName,
  dimensions,
  threshold,
  evaluationPeriods,
  period: 60,
  alarmActions: [TOPIC],
  okActions: [TOPIC],
})
const database = { DBInstanceIdentifier: 'database' }
const counted = (outcome: string, name: string): object => ({
  logGroupName: '/zerosec/ecs/worker',
  pattern: expect.stringContaining(`$.outcome = "${outcome}"`),
  metricTransformation: { name, namespace: 'zerosec/ecs' },
})
const scaled = (name: string, minCapacity: number, maxCapacity: number): object => ({
  resourceId: `service/zerosec-ecs/zerosec-${name}`,
  minCapacity,
  maxCapacity,
})

export const WATCHING: Expected = {
  'cloudwatch/metricAlarm': {
    'api-away': { ...alarm('HealthyHostCount', API, 1, 2), treatMissingData: 'breaching' },
    'api-faults': alarm('HTTPCode_Target_5XX_Count', API, 10, 2),
    'api-slow': { ...alarm('TargetResponseTime', API, 2, 10), extendedStatistic: 'p95' },
    'api-unhealthy': alarm('UnHealthyHostCount', API, 0, 5),
    'jobs-wait-long': alarm('ApproximateAgeOfOldestMessage', { QueueName: 'jobs' }, 1800, 5),
    'dead-letters': alarm('ApproximateNumberOfMessagesVisible', { QueueName: 'dead-letters' }, 0, 1),
    'database-busy': alarm('CPUUtilization', database, 85, 15),
    'database-full': { ...alarm('FreeStorageSpace', database, 5e9, 5), comparisonOperator: 'LessThanThreshold' },
    'database-connections': alarm('DatabaseConnections', database, 300, 10),
    // These two start and stop workers and tell nobody.
    'jobs-wait': {
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: 'jobs' },
      threshold: 60,
      alarmActions: [arn('appautoscaling', 'policy/more-workers')],
    },
    'workers-idle': {
      evaluationPeriods: 15,
      metricQueries: [
        { expression: 'IF(FILL(waiting, 0) < 1 AND cpu < 5, 1, 0)', returnData: true },
        { id: 'waiting', metric: { dimensions: { QueueName: 'jobs' } } },
        { id: 'cpu', metric: { dimensions: { ServiceName: 'zerosec-worker' }, stat: 'Maximum' } },
      ],
      alarmActions: [arn('appautoscaling', 'policy/fewer-workers')],
    },
  },
  'appautoscaling/target': { api: scaled('api', 2, 6), worker: scaled('worker', 1, 10) },
  'appautoscaling/policy': {
    'api-by-processor': { targetTrackingScalingPolicyConfiguration: { targetValue: 60 } },
    'more-workers': {
      stepScalingPolicyConfiguration: {
        stepAdjustments: [
          { metricIntervalLowerBound: '0', metricIntervalUpperBound: '240', scalingAdjustment: 1 },
          { metricIntervalLowerBound: '240', scalingAdjustment: 3 },
        ],
      },
    },
    'fewer-workers': {
      stepScalingPolicyConfiguration: { stepAdjustments: [{ metricIntervalLowerBound: '0', scalingAdjustment: -1 }] },
    },
  },
  'cloudwatch/logMetricFilter': {
    'jobs-completed': counted('completed', 'JobsCompleted'),
    'jobs-failed': counted('failed', 'JobsFailed'),
    'jobs-retried': counted('retried', 'JobsRetried'),
    'job-seconds': { metricTransformation: { name: 'JobSeconds', value: '$.seconds' } },
  },
  'cloudwatch/dashboard': { dashboard: { dashboardBody: { widgets: expect.any(Array) } } },
}
