import { serve } from '../../apps/api/src/serve.ts'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'

/** The service as npm start runs it, in the folder that the first argument names. */
const configuration = readConfiguration({
  ZEROSEC_DATA: process.argv[2],
  ZEROSEC_PORT: '0',
  ZEROSEC_AUTH: 'off',
  ZEROSEC_REQUESTS_PER_MINUTE: '1000000',
})
const service = await serve({ configuration, print: () => {} })
process.send?.(service.url)
