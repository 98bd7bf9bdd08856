import * as aws from '@pulumi/aws'
import type { Surroundings } from './surroundings.ts'

/** A year: what an investigation of an incident looks back. */
const DAYS = 365

/** `/zerosec/<stack>/<name>`, encrypted, kept for a year. */
export function makeLogGroup(
  name: string,
  key: aws.kms.Key,
  { stack, options }: Surroundings,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    { name: `/zerosec/${stack}/${name}`, kmsKeyId: key.arn, retentionInDays: DAYS },
    options,
  )
}
