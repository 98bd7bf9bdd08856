import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { DEFAULT_WORKSPACE } from '../../packages/jobs/src/job.ts'
import { openPlatform } from '../../packages/jobs/src/open-platform.ts'
import type { Experiment } from './experiment.ts'

const PROCESS = fileURLToPath(new URL('./submitting-process.ts', import.meta.url))

/** The whole platform with its embedded database, killed while it writes. */
export const KILLED_PLATFORM: Experiment = {
  name: 'kill -9 of the embedded platform in mid-write',
  claim: 'Every job whose submission was acknowledged, before any of the kills, is there afterwards.',
  async run({ short, tell }) {
    const rounds = short ? 4 : 50
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-killed-'))
    const acknowledged: string[] = []
    let worst = 0
    try {
      for (let round = 0; round < rounds; round++) {
        const begun = Date.now()
        const child = fork(PROCESS, [folder], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
        child.on('message', (jobId: string) => acknowledged.push(jobId))
        await Promise.race([once(child, 'message'), once(child, 'exit')])
        if (child.exitCode !== null) throw new Error(`the platform did not start in round ${round + 1}`)
        worst = Math.max(worst, (Date.now() - begun) / 1000)
        await sleep(30 + ((round * 37) % 200)) // anywhere between two writes
        child.kill('SIGKILL')
        await once(child, 'close')
        tell(`killed ${round + 1} times`)
      }
      const lost = await missing(folder, acknowledged)
      return {
        jobs: acknowledged.length,
        lost,
        double: 0,
        worstRecoverySeconds: worst,
        notes: [`${rounds} kills`],
        wrong: [],
      }
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
  },
}

async function missing(folder: string, jobIds: readonly string[]): Promise<number> {
  const platform = await openPlatform(readConfiguration({ ZEROSEC_DATA: folder }))
  try {
    const { jobs } = platform.within(DEFAULT_WORKSPACE)
    let lost = 0
    for (const jobId of jobIds) {
      const job = await jobs.get(jobId).catch(() => undefined)
      const isReadable = job && (await platform.files.size(job.inputBucket, job.inputKey)) === 8
      if (!isReadable) lost++
    }
    return lost
  } finally {
    await platform.close()
  }
}
