import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'

const LONGEST_WAIT_MS = 5000
const CONNECT_MS = 10_000

export interface Listener {
  connected(): boolean
  close(): Promise<void>
}

/**
 * Hears the notices of a channel, on a connection of its own, which is made again whenever it is lost. What was said meanwhile is not
 * heard: after each connection `onNotice` is called once, as if there had been something.
 */
export function listen(connectionString: string, channel: string, onNotice: () => void, log: Log): Listener {
  const closing = new AbortController()
  let client: pg.Client | undefined
  let isConnected = false

  const connectOnce = async (): Promise<void> => {
    client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      fallback_application_name: 'zerosec',
    })
    const lost = new Promise<void>((resolve) => client!.once('end', resolve))
    client.on('error', (error) => log.warn({ err: error }, 'the connection that hears of new jobs was lost'))
    client.on('notification', onNotice)
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      if (closing.signal.aborted) return
      isConnected = true
      onNotice()
      await lost
    } finally {
      isConnected = false
      await client.end().catch(() => {})
    }
  }
  const keepListening = async (): Promise<void> => {
    for (let wait = 100; !closing.signal.aborted; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        await connectOnce()
        wait = 100
      } catch (error) {
        if (!closing.signal.aborted) log.warn({ err: error }, 'no connection hears of new jobs; trying again')
      }
      await sleep(wait, undefined, { signal: closing.signal }).catch(() => {})
    }
  }
  const ended = keepListening()
  return {
    connected: () => isConnected,
    async close() {
      closing.abort()
      // told to end as it connects, pg would never settle either
      if (isConnected) await client?.end().catch(() => {})
      await ended
    },
  }
}
