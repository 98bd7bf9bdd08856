/** What the stack needs to know of the images that `deploy/docker/Dockerfile` builds. */
export const IMAGE = {
  apiPort: 8000,
  workerPort: 9464,
  /** ZEROSEC_DATA of the API: its shops' snapshots are below it. */
  dataFolder: '/data',
} as const
