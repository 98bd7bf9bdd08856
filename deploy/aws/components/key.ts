import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { policyDocument } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

/** The stack's key: everything that the stack stores is encrypted with it, and a year later with its successor. */
export function makeKey({ stack, region, account, options }: Surroundings, name = 'key'): aws.kms.Key {
  const key = new aws.kms.Key(
    name,
    {
      region,
      description: `Data and logs of zerosec (${stack})`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(
        {
          Sid: 'Account',
          Effect: 'Allow',
          Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        {
          Sid: 'Logs',
          Effect: 'Allow',
          Principal: { Service: `logs.${region}.amazonaws.com` },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
          Resource: '*',
          Condition: {
            ArnLike: { 'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${region}:${account}:*` },
          },
        },
        {
          Sid: 'AlarmsToTopics',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ),
    },
    options,
  )
  new aws.kms.Alias(name, { region, name: `alias/zerosec-${stack}-${name}`, targetKeyId: key.keyId }, options)
  return key
}
