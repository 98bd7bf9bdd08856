/** What the stacks need to know of the images that `deploy/docker/Dockerfile` builds. */
export const IMAGE = {
  port: 8000,
  /** Where a worker shows its health. */
  workerPort: 9464,
  /** Where a volume is mounted: ZEROSEC_DATA. */
  dataFolder: '/data',
  /** User and group that it runs as and that own it. */
  user: 65_532,
} as const
