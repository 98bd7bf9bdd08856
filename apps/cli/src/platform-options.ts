import type { Option } from './command.ts'

/** Of every command that talks to a platform which runs already. */
export const platformOptions: Readonly<Record<string, Option>> = {
  to: {
    type: 'string',
    value: 'URL',
    description: 'where the platform is; default: ZEROSEC_URL, else http://127.0.0.1:8000',
  },
  key: {
    type: 'string',
    value: 'KEY',
    description: 'an API key; better set ZEROSEC_KEY, as other users of a machine can see the arguments of a program',
  },
}
