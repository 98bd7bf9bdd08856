import type { Command } from '../command.ts'

export const signIn: Command = {
  name: 'sign-in',
  summary: 'Print a link that signs one browser in, once, to the platform that runs on this data folder.',
  positionals: [],
  options: { json: { type: 'boolean', description: 'print the link as JSON' } },
  notes: ['zerosec start prints one as well.'],
  run: async (call) => (await import('../print-sign-in-link.ts')).printSignInLink(call.flag('json')),
}
