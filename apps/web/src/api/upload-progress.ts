import type { UploadedFile } from '@zerosec/client'
import { api } from './client.ts'

/** Uploads a file and tells the fraction sent. */
export function uploadWithProgress(
  file: File,
  onFraction: (fraction: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> {
  return api.uploadFile(file.name, file, {
    signal,
    contentType: file.type || 'application/octet-stream',
    onProgress: (sent, total) => onFraction(total > 0 ? sent / total : 1),
  })
}
