import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Surroundings } from './surroundings.ts'

const KEPT_IMAGES = 10
/** Tags that a deployment moves: `live-<stack>` and `live-<stack>-previous`. */
const LIVE = 'live-'

/**
 * A repository of images: scanned when pushed, encrypted, each tag written once. Ten images are kept. An image that an earlier rule
 * takes is safe from later ones, so those that run, or ran before, and carry a `live-…` tag stay however old they are.
 */
export function makeRegistry(image: string, key: aws.kms.Key, { stack, options }: Surroundings): aws.ecr.Repository {
  const repository = new aws.ecr.Repository(
    `${image}-images`,
    {
      name: `zerosec-${stack}/${image}`,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filter: `${LIVE}*`, filterType: 'WILDCARD' }],
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: key.arn }],
      forceDelete: false,
    },
    options,
  )
  const policy = {
    rules: [
      keep(1, 'those that run', { tagStatus: 'tagged', tagPrefixList: [LIVE] }),
      keep(2, 'the newest', { tagStatus: 'any' }),
    ],
  }
  new aws.ecr.LifecyclePolicy(
    `${image}-images`,
    { repository: repository.name, policy: pulumi.jsonStringify(policy) },
    options,
  )
  return repository
}

function keep(rulePriority: number, what: string, selected: object): object {
  return {
    rulePriority,
    description: `Keep ${what}, ${KEPT_IMAGES} at most`,
    selection: { ...selected, countType: 'imageCountMoreThan', countNumber: KEPT_IMAGES },
    action: { type: 'expire' },
  }
}
