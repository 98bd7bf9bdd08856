import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { policyDocument } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const FORTNIGHT_SECONDS = 14 * 86_400
/** A message that no worker could answer so many times is looked at by a person; docs/queue.md: 5 to 10. */
const MAX_RECEIVES = 8

/** The queue of wake-ups and the one beside it for what nobody could answer. */
export function makeQueue(
  key: aws.kms.Key,
  around: Surroundings,
): { queue: aws.sqs.Queue; deadLetters: aws.sqs.Queue } {
  const { options } = around
  const encrypted = {
    kmsMasterKeyId: key.arn,
    kmsDataKeyReusePeriodSeconds: 300,
    messageRetentionSeconds: FORTNIGHT_SECONDS,
  }
  const deadLetters = new aws.sqs.Queue('dead-letters', encrypted, options)
  const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: MAX_RECEIVES })
  const queue = new aws.sqs.Queue('jobs', { ...encrypted, redrivePolicy, receiveWaitTimeSeconds: 20 }, options)
  new aws.sqs.RedriveAllowPolicy(
    'dead-letters',
    {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: 'byQueue', sourceQueueArns: [queue.arn] }),
    },
    options,
  )
  for (const [name, { arn, url }] of Object.entries({ jobs: queue, 'dead-letters': deadLetters })) {
    const policy = policyDocument({
      Sid: 'EncryptedOnItsWay',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: arn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    })
    new aws.sqs.QueuePolicy(name, { queueUrl: url, policy }, options)
  }
  return { queue, deadLetters }
}
