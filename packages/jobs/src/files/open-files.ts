import type { Configuration } from '../configuration.ts'
import type { FileStore } from './file-store.ts'
import { FolderFiles } from './folder-files.ts'
import { s3SettingsOf } from './settings.ts'

/**
 * The store of files that the configuration names.
 *
 * @throws CodedError configuration_invalid, service_unavailable
 */
export async function openFiles(configuration: Configuration): Promise<FileStore> {
  if (configuration.files === 'folder') return FolderFiles.open(configuration.dataFolder)
  // here, not at the top: Amazon's client takes longer to load than everything else
  const { S3Files } = await import('./s3-files.ts')
  return S3Files.open(s3SettingsOf(configuration))
}
