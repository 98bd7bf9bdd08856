import type { Option } from '../command.ts'

/** What every command of `zerosec commerce` takes. */
export const PLACE_OPTIONS = {
  workspace: { type: 'string', value: 'ID', description: 'whose shop it is; default: default' },
  json: { type: 'boolean', description: 'print the result as JSON' },
} as const satisfies Record<string, Option>
