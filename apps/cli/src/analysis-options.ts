import type { Command } from './command.ts'

/** What every command takes that runs an analysis, here or on a platform. */
export const analysisOptions = {
  set: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    description: 'a parameter of the analysis; lists by comma or as JSON, objects as JSON',
  },
  parameters: { type: 'string', value: 'FILE', description: 'parameters from a JSON file; --set wins over it' },
  out: {
    type: 'string',
    value: 'DIR',
    description: 'the folder to write to; default: <file>-<analysis> in the current one',
  },
  seed: { type: 'string', value: 'N', description: 'seed of everything random; the same seed gives the same bytes' },
} as const satisfies Command['options']
