import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

export interface BucketArgs {
  /** Added to the project's name, which no one else has. */
  readonly purpose: string
  /** What a rewritten or removed file is still kept for. */
  readonly keptDays: number
  /** Removed, whatever it is, after so many days. */
  readonly endsAfterDays?: number
  /** Pages that may send and fetch files from browsers, by URLs that the API signed. */
  readonly origins?: readonly string[]
  /** Renames of folders are one step: what a mounted folder needs. Such buckets keep no versions. */
  readonly isHierarchical?: boolean
}

/** A bucket that is never public, whose rights are on the whole of it, and whose old versions end. */
export function makeBucket(
  { purpose, keptDays, endsAfterDays, origins, isHierarchical = false }: BucketArgs,
  { project, region, options }: Surroundings,
): gcp.storage.Bucket {
  const rule = (type: string, condition: gcp.types.input.storage.BucketLifecycleRuleCondition) => ({
    action: { type },
    condition,
  })
  return new gcp.storage.Bucket(
    purpose,
    {
      name: `${project}-zerosec-${purpose}`,
      location: region,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      forceDestroy: false,
      softDeletePolicy: { retentionDurationSeconds: keptDays * 86_400 },
      ...(isHierarchical ? { hierarchicalNamespace: { enabled: true } } : { versioning: { enabled: true } }),
      lifecycleRules: [
        ...(isHierarchical ? [] : [rule('Delete', { daysSinceNoncurrentTime: keptDays, withState: 'ARCHIVED' })]),
        // Parts of uploads that broke off.
        rule('AbortIncompleteMultipartUpload', { age: 1 }),
        ...(endsAfterDays === undefined ? [] : [rule('Delete', { age: endsAfterDays, withState: 'LIVE' })]),
      ],
      ...(origins && {
        cors: [
          {
            origins: [...origins],
            methods: ['GET', 'HEAD', 'PUT'],
            responseHeaders: ['Content-Type', 'Content-Length', 'Content-Disposition', 'ETag'],
            maxAgeSeconds: 3600,
          },
        ],
      }),
    },
    { ...options, protect: true },
  )
}

/** Rights on one bucket, by role. */
export function grantOnBucket(
  bucket: gcp.storage.Bucket,
  role: string,
  members: Readonly<Record<string, gcp.serviceaccount.Account>>,
  purpose: string,
  { options }: Surroundings,
): void {
  for (const [name, account] of Object.entries(members)) {
    new gcp.storage.BucketIAMMember(
      `${purpose}-${name}`,
      { bucket: bucket.name, role, member: account.member },
      options,
    )
  }
}
