import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWithPostgres } from '../../test/own-database.ts'
import { type PostgresServer, startPostgresServer } from '../../test/postgres-server.ts'
import { hasPassed } from './experiment.ts'
import { EXPERIMENTS } from './experiments.ts'
import { RESTARTED_DATABASE } from './restarted-database.ts'

/** Its ratio of waits needs a quiet machine and thousands of jobs: `npm run faults` measures it. */
const MEASURED_ELSEWHERE = 'a large workspace beside a small one'

describeWithPostgres('faults made on purpose, in their short form', () => {
  let server: PostgresServer
  let restarted: PostgresServer
  beforeAll(async () => {
    ;[server, restarted] = await Promise.all([startPostgresServer(), startPostgresServer()])
  })
  afterAll(() => Promise.all([server.close(), restarted.close()]))

  // they wait for leases most of the time
  describe.concurrent('lose nothing and double nothing:', () => {
    it.for(EXPERIMENTS.filter(({ name }) => name !== MEASURED_ELSEWHERE))(
      '$name',
      { timeout: 400_000 },
      async (experiment) => {
        const own = experiment === RESTARTED_DATABASE ? restarted : server
        const finding = await experiment.run({ server: own, short: true, tell: () => {} })
        expect(hasPassed(finding), JSON.stringify(finding)).toBe(true)
      },
    )
  })
})
