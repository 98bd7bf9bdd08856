import { readConfiguration } from '@zerosec/jobs'
import { expect, it } from 'vitest'
import { runWorker } from './run-worker.ts'

it('refuses the embedded database and says what runs the jobs then', async () => {
  await expect(runWorker({ configuration: readConfiguration({}) })).rejects.toMatchObject({
    code: 'configuration_invalid',
    message: expect.stringMatching(/DATABASE_URL.*zerosec start runs the jobs already/),
  })
})
