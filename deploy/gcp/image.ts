/** What the stack needs to know of the images that `deploy/docker/Dockerfile` builds. */
export const IMAGE = {
  apiPort: 8000,
  workerPort: 9464,
  /** ZEROSEC_DATA, which the image's user may write to. Snapshots of shops are below the API's; all else there goes with the container. */
  dataFolder: '/data',
  /** As whom it runs, and of which group: what is mounted has to be theirs. */
  user: 65_532,
} as const
