import { serve } from '@zerosec/api'
import { readConfiguration } from '@zerosec/jobs'
import { runWorker } from '@zerosec/worker'
import type { Call } from './command.ts'

/** `zerosec start` and `zerosec api`: serves until a signal ends it; options go before the environment. */
export async function startPlatform(call: Call, { worker }: { worker: boolean }): Promise<void> {
  const port = call.text('port')
  const host = call.text('host')
  const configuration = readConfiguration({
    ...process.env,
    ...(port === undefined ? {} : { ZEROSEC_PORT: port }),
    ...(host === undefined ? {} : { ZEROSEC_HOST: host }),
    ...(call.flag('no-auth') ? { ZEROSEC_AUTH: 'off' } : {}),
  })
  const service = await serve({ configuration, worker })
  await service.closed
}

/** `zerosec worker`: takes jobs until a signal ends it. */
export async function startWorker(): Promise<void> {
  const running = await runWorker()
  await running.closed
}
