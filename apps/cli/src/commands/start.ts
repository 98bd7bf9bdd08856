import type { Command } from '../command.ts'

export const start: Command = {
  name: 'start',
  summary: 'Run the whole platform in one process: page, API, database and worker.',
  positionals: [],
  options: {
    port: { type: 'string', value: 'N', description: 'the port; 0 lets the system choose one' },
    host: { type: 'string', value: 'ADDRESS', description: 'the address to bind; default: this machine only' },
    'no-auth': {
      type: 'boolean',
      description: 'let everyone in who reaches it; only where that is this machine alone',
    },
  },
  notes: [
    'Prints a link that signs a browser in, once. zerosec sign-in prints another one, zerosec keys makes keys for programs.',
    'Settings come from the environment; zerosec doctor lists them. Ctrl-C lets running jobs finish, a second one stops at once.',
  ],
  run: async (call) => (await import('../platform-process.ts')).startPlatform(call, { worker: true }),
}
