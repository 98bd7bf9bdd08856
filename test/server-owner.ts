import { startPostgresServer } from './postgres-server.ts'

/** Owns a server until it is killed: says, as a line of JSON, where it is. */
const server = await startPostgresServer()
console.log(JSON.stringify({ folder: server.socketFolder, url: server.url('postgres') }))
setInterval(() => {}, 60_000)
