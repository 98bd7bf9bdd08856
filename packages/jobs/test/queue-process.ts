import { readConfiguration } from '../src/configuration.ts'
import { openDatabase } from '../src/database/database.ts'
import { SILENT } from '../src/log.ts'
import { sqsSettingsOf } from '../src/queue/settings.ts'
import { SqsJobQueue } from '../src/queue/sqs-job-queue.ts'
import { queueJob } from './queued-job.ts'

/** Queues jobs in a process of its own, for the tests that kill it while it sends their wake-ups: `node queue-process.ts <jobs>`. */
const configuration = readConfiguration()
const database = await openDatabase(configuration, SILENT)
const settings = { ...sqsSettingsOf(configuration), claimSeconds: 1 }
const queue = await SqsJobQueue.open(database.connection, settings, SILENT)
const jobIds: string[] = []
for (let i = 0; i < Number(process.argv[2]); i++) jobIds.push(await queueJob(database.connection, queue))
queue.nudge()
process.send?.(jobIds)
