import { accessSync, constants, mkdirSync } from 'node:fs'
import { CodedError } from '@zerosec/errors'

/** For whoever may not read or write in it. @param denied  what the system said */
export function dataFolderDenied(denied: Error): CodedError {
  const problem = `${denied.message}. Call it as the user that the platform runs as`
  return new CodedError('configuration_invalid', { setting: 'ZEROSEC_DATA', problem }, { cause: denied })
}

/** Makes the data folder unless it is there. @throws CodedError configuration_invalid where this user may not write in it */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_DATA', problem }, { cause: error })
  }
}
