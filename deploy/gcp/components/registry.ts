import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

const KEPT_IMAGES = 10
const DAY = '86400s'

/**
 * Where images are: scanned when pushed, ten kept of each. Those that run, or ran before, carry a tag live-…, which deployments move
 * (deploy/actions/mark-live.sh), and stay however old they are; that is why tags can be moved here, and services name digests.
 */
export function makeRegistry({ project, region, options }: Surroundings): gcp.artifactregistry.Repository {
  return new gcp.artifactregistry.Repository(
    'images',
    {
      repositoryId: 'zerosec',
      location: region,
      format: 'DOCKER',
      description: `The images of zerosec in ${project}`,
      vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' },
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        { id: 'keep-live', action: 'KEEP', condition: { tagState: 'TAGGED', tagPrefixes: ['live-'] } },
        { id: 'keep-newest', action: 'KEEP', mostRecentVersions: { keepCount: KEPT_IMAGES } },
        { id: 'delete-others', action: 'DELETE', condition: { tagState: 'ANY', olderThan: DAY } },
      ],
    },
    options,
  )
}
