import { setTimeout as sleep } from 'node:timers/promises'
import { startS3Server } from '../../test/s3-server.ts'
import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'
import { submitThroughFaults } from './submit-through-faults.ts'

/** A store of files that fails for a while: each request, after some replies got lost and some broke off. */
export const FAILING_STORE: Experiment = {
  name: 'S3 answering 500 for a while',
  claim: 'Jobs that it hits wait and complete once, each with artifacts that are what their checksums say.',
  async run({ server, short }) {
    const store = await startS3Server()
    store.createBucket('files')
    const fleet = await Fleet.open(await server.createDatabase(), {
      ZEROSEC_FILES: 's3',
      ZEROSEC_S3_INPUT_BUCKET: 'files',
      ZEROSEC_S3_OUTPUT_BUCKET: 'files',
      ZEROSEC_S3_ENDPOINT: store.endpoint,
    })
    try {
      const workers = await fleet.startWorkers({ short })
      const jobIds = await fleet.submit(short ? 8 : 60, { parameters: { milliseconds: 200 } })
      store.inflict(
        { kind: 'lost', matches: /^PUT .*outputs/, times: 2 },
        { kind: 'cut', matches: /^GET .*inputs/, times: 2 },
        { kind: 'error', status: 500 },
      )
      const submitting = submitThroughFaults(fleet, short ? 4 : 40)
      const from = store.requests.length
      await sleep(short ? 2000 : 30_000)
      const failed = store.requests.length - from
      store.inflict()
      const restored = Date.now()
      const verdict = await judge(fleet, [...jobIds, ...(await submitting)], PATIENCE_SECONDS)
      const ended = workers.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null).length
      return {
        ...verdict,
        worstRecoverySeconds: (Date.now() - restored) / 1000,
        notes: [`${failed} requests failed`],
        wrong: ended === 0 ? [] : [`${ended} workers ended`],
      }
    } finally {
      await fleet.close()
      await store.stop()
    }
  },
}
