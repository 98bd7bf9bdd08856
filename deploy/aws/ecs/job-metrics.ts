import * as aws from '@pulumi/aws'
import type { Surroundings } from '../components/surroundings.ts'

/** Of what is counted in the workers' log. */
export const JOB_NAMESPACE = 'zerosec'

/** How attempts at jobs end, in the words of `packages/jobs/src/runner/observed-attempt.ts`. */
const OUTCOMES = { completed: 'JobsCompleted', failed: 'JobsFailed', retried: 'JobsRetried' } as const

/** Numbers of jobs from the workers' log lines: no agent beside the tasks, and nothing that has to reach them. */
export function countJobs(logs: aws.cloudwatch.LogGroup, { options, stack }: Surroundings): void {
  const namespace = `${JOB_NAMESPACE}/${stack}`
  for (const [outcome, name] of Object.entries(OUTCOMES)) {
    new aws.cloudwatch.LogMetricFilter(
      `jobs-${outcome}`,
      {
        logGroupName: logs.name,
        pattern: `{ $.msg = "an attempt has ended" && $.outcome = "${outcome}" }`,
        metricTransformation: { namespace, name, value: '1', defaultValue: '0' },
      },
      options,
    )
  }
  new aws.cloudwatch.LogMetricFilter(
    'job-seconds',
    {
      logGroupName: logs.name,
      pattern: '{ $.msg = "an attempt has ended" && $.seconds = * }',
      metricTransformation: { namespace, name: 'JobSeconds', value: '$.seconds', unit: 'Seconds' },
    },
    options,
  )
}
