import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { DEFAULT_WORKSPACE } from '../../packages/jobs/src/job.ts'
import { openPlatform } from '../../packages/jobs/src/open-platform.ts'
import { type OutgoingMessage, type RefusedMessage, SqsChannel } from '../../packages/jobs/src/queue/sqs-channel.ts'
import { SqsJobQueue } from '../../packages/jobs/src/queue/sqs-job-queue.ts'

/**
 * Submits jobs, tells each batch that was acknowledged, and kills itself when it sends their wake-ups to SQS: `node … before|after
 * <how long its relay may take over a batch>`; settings from the environment.
 */
const [, , point, claimSeconds] = process.argv
interface Sends {
  send: (this: SqsChannel, messages: readonly OutgoingMessage[]) => Promise<readonly RefusedMessage[]>
}
const channels: Sends = SqsChannel.prototype
const whole = channels.send
channels.send = async function (messages) {
  if (point === 'after') await whole.call(this, messages)
  process.kill(process.pid, 'SIGKILL')
  return []
}
const open = SqsJobQueue.open.bind(SqsJobQueue)
SqsJobQueue.open = (connection, settings, log) =>
  open(connection, { ...settings, claimSeconds: Number(claimSeconds) }, log)

const platform = await openPlatform(readConfiguration(), { checkParameters: () => [] })
const workspace = platform.within(DEFAULT_WORKSPACE)
const terms = { fileName: 'a.csv', contentType: 'text/csv', maxBytes: 100, expiresSeconds: 60 }
// another relay may be quicker: then it takes a batch more
for (;;) {
  const submissions = []
  for (let i = 0; i < 4; i++) {
    const { jobId, bucket, key } = await workspace.presignUpload(terms)
    await platform.files.write(bucket, key, Readable.from([Buffer.from('a,b\n1,2\n')]), 100)
    submissions.push({ jobId, jobType: 'count', inputBucket: bucket, inputKey: key, parameters: { of: randomUUID() } })
  }
  const jobs = await workspace.jobs.submitAll(submissions)
  process.send!(jobs.map(({ jobId }) => jobId))
}
