import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type SqsServer, startSqsServer } from '../../test/sqs-server.ts'
import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'

const PROCESS = fileURLToPath(new URL('./relay-process.ts', import.meta.url))

/** kill -9 between the commit of a job and its message in SQS, and between the message and its row in the outbox. */
export const KILLED_RELAY: Experiment = {
  name: 'kill -9 around the outbox (SQS)',
  claim: 'Another relay sends a message for every job that was committed, and each job is completed once.',
  async run({ server, short, tell }) {
    const sqs = await startSqsServer()
    const fleet = await Fleet.open(await server.createDatabase(), {
      ZEROSEC_QUEUE: 'sqs',
      ZEROSEC_SQS_URL: await sqs.createQueue('wake-ups', await sqs.createQueue('dead')),
      ZEROSEC_SQS_ENDPOINT: sqs.endpoint,
    })
    try {
      const kills = short ? 2 : 20
      for (let kill = 0; kill < kills; kill += 2) {
        await Promise.all(['before', 'after'].map((point) => killAt(point, fleet, short ? 1 : 30)))
        tell(`killed ${kill + 2} times`)
      }
      const killed = Date.now()
      const jobs = await fleet.query<{ job_id: string }>('select job_id from jobs', [])
      const jobIds = jobs.map((row) => row.job_id)
      const kept = await outboxRows(fleet)
      while ((await outboxRows(fleet)) > 0 && Date.now() < killed + PATIENCE_SECONDS * 1000) await sleep(50)
      const worstRecoverySeconds = (Date.now() - killed) / 1000
      const unsent = jobIds.filter((jobId) => !sentJobs(sqs).has(jobId)).length
      await fleet.startWorker()
      const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
      return {
        ...verdict,
        worstRecoverySeconds,
        notes: [`${kills} kills, which left ${kept} rows in the outbox`],
        wrong: [
          ...(kept > 0 ? [] : ['no kill left anything to send']),
          ...(unsent === 0 ? [] : [`${unsent} jobs had no message`]),
        ],
      }
    } finally {
      await fleet.close()
      await sqs.stop()
    }
  },
}

/** @throws Error when a job is not there whose submission was acknowledged */
async function killAt(point: string, fleet: Fleet, claimSeconds: number): Promise<void> {
  const acknowledged: string[] = []
  const env = { ...process.env, ...fleet.environment }
  const child = fork(PROCESS, [point, String(claimSeconds)], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('message', (jobIds: string[]) => acknowledged.push(...jobIds))
  await once(child, 'close')
  if (child.signalCode !== 'SIGKILL') throw new Error(`the process ended with ${child.exitCode}, not at ${point}`)
  await Promise.all(acknowledged.map((jobId) => fleet.job(jobId)))
}

async function outboxRows(fleet: Fleet): Promise<number> {
  const [row] = await fleet.query<{ rows: number }>('select count(*)::int as rows from outbox', [])
  return row?.rows ?? 0
}

function sentJobs(sqs: SqsServer): ReadonlySet<string> {
  const sent = sqs.requests.filter(({ action }) => action === 'SendMessageBatch')
  return new Set(
    sent.flatMap(({ input }) => (input.Entries ?? []).map(({ MessageBody }) => JSON.parse(MessageBody).job_id)),
  )
}
