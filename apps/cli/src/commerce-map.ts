import { proposeMapping, readHeaders } from '@zerosec/commerce'
import type { Call } from './command.ts'

/** `zerosec commerce map` */
export async function printMapping(call: Call): Promise<void> {
  process.stdout.write(proposeMapping(await readHeaders(call.positionals)))
}
