import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findPostgres } from './postgres-programs.ts'
import { onServer, type PostgresServer, startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The socket that gives out databases; undefined where there is no server to make them on. */
    readonly databaseService: string | undefined
  }
}

/** Makes databases, and removes them. */
interface DatabaseHost {
  readonly create: (name: string) => Promise<string>
  readonly drop: (name: string) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Vitest's global setup: one server for all files of a run, started when the first of them asks for a database. Who connects to
 * the socket is answered with the URL of an empty one, which is his until the connection ends, so that a test process that
 * crashes leaves none behind. The server is that of ZEROSEC_TEST_DATABASE_URL where that is set, whose user may create databases.
 */
export default function serveDatabases(project: TestProject): (() => Promise<void>) | undefined {
  const given = process.env['ZEROSEC_TEST_DATABASE_URL']
  if (findPostgres() === undefined) {
    const missing = "No PostgreSQL was found: install Debian's postgresql."
    if (process.env['CI']) throw new Error(missing)
    console.log(`${missing} What tests do on a server of their own is skipped.`)
    if (given === undefined) return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-databases-'))
  const path = join(folder, 'socket')
  let host: Promise<DatabaseHost> | undefined
  const loans = new Map<Socket, Promise<void>>()
  const service = createServer((socket) => {
    host ??= given === undefined ? ownHost() : Promise.resolve(hostAt(given))
    loans.set(socket, lend(host, socket))
  }).listen(path)
  project.provide('databaseService', path)
  return async () => {
    service.close()
    for (const socket of loans.keys()) socket.destroy()
    await Promise.all(loans.values())
    await (await host?.catch(() => undefined))?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Resolves when the borrower has left and his database is gone. */
async function lend(host: Promise<DatabaseHost>, socket: Socket): Promise<void> {
  const left = new Promise<void>((resolve) => socket.on('error', () => {}).once('close', () => resolve()))
  const name = `zerosec_test_${randomUUID().replaceAll('-', '')}`
  socket.resume()
  try {
    const { create, drop } = await host
    const url = await create(name)
    socket.write(`${JSON.stringify({ url })}\n`)
    await left
    await drop(name)
  } catch (error) {
    socket.end(`${JSON.stringify({ problem: String(error) })}\n`)
  }
}

async function ownHost(): Promise<DatabaseHost> {
  const server: PostgresServer = await startPostgresServer()
  // its folder goes as a whole
  return { create: (name) => server.createDatabase(name), drop: async () => {}, close: () => server.close() }
}

function hostAt(serverUrl: string): DatabaseHost {
  return {
    create: async (name) => {
      await onServer(serverUrl, `create database ${name}`)
      const url = new URL(serverUrl)
      url.pathname = `/${name}`
      return url.href
    },
    drop: (name) => onServer(serverUrl, `drop database ${name} with (force)`),
    close: async () => {},
  }
}
