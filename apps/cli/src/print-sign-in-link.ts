import type { SignInLink } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { readConfiguration } from '@zerosec/jobs'
import { findLocalPlatform } from './local-platform.ts'

/** `zerosec sign-in`: asks the platform that runs on the data folder for a link. */
export async function printSignInLink(asJson: boolean): Promise<void> {
  const { dataFolder: folder } = readConfiguration()
  const platform = await findLocalPlatform(folder)
  if (!platform) {
    const problem = 'none runs there; zerosec start starts one and prints a link'
    throw new CodedError('platform_not_reached', { folder, problem })
  }
  const link = await platform.call<SignInLink>('POST', '/session/links')
  process.stdout.write(`${asJson ? JSON.stringify(link, null, 2) : link.url}\n`)
}
