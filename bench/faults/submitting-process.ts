import { Readable } from 'node:stream'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { DEFAULT_WORKSPACE } from '../../packages/jobs/src/job.ts'
import { openPlatform } from '../../packages/jobs/src/open-platform.ts'

/** Submits jobs to an embedded platform for as long as it lives and tells each one that was acknowledged: `node … <data folder>`. */
const platform = await openPlatform(readConfiguration({ ZEROSEC_DATA: process.argv[2] }), { checkParameters: () => [] })
const workspace = platform.within(DEFAULT_WORKSPACE)
const terms = { fileName: 'a.csv', contentType: 'text/csv', maxBytes: 100, expiresSeconds: 60 }
for (;;) {
  const { jobId, bucket, key } = await workspace.presignUpload(terms)
  await platform.files.write(bucket, key, Readable.from([Buffer.from('a,b\n1,2\n')]), 100)
  await workspace.jobs.submit({ jobId, jobType: 'count', inputBucket: bucket, inputKey: key, parameters: {} })
  process.send!(jobId)
}
