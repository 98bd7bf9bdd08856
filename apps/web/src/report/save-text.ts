import { startDownload } from './download-button.tsx'

/** Lets the browser save a text as a file. */
export function saveText(fileName: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  startDownload(url, fileName)
  // the download has taken its own hold of it by the next turn
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
