import { SCOPES } from '@zerosec/contract'
import type { Command } from '../command.ts'

export const keys: Command = {
  name: 'keys',
  summary: 'Make, list and revoke API keys, while the platform runs or not.',
  positionals: ['<create|list|revoke>', '[key-id]'],
  options: {
    name: { type: 'string', description: 'what the key is for; create needs it' },
    scope: {
      type: 'string',
      value: SCOPES.join('|'),
      description: 'what the key may do, each with what stands before it; default: submit',
    },
    workspace: { type: 'string', value: 'ID', description: 'whose jobs and files it opens; default: default' },
    days: { type: 'string', value: 'N', description: 'how long it can be used; default: until it is revoked' },
    json: { type: 'boolean', description: 'print the key or keys as JSON' },
  },
  notes: [
    'create prints the key, this once: only its hash is stored. It goes with a request as "Authorization: Bearer <key>".',
    'Works on the database of the settings; where a platform holds the data folder, through it: by a file there that only this user can read.',
    'Example:\n  zerosec keys create --name press-line --scope submit --days 90',
  ],
  run: async (call) => (await import('../manage-keys.ts')).manageKeys(call),
}
