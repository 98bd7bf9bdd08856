import { startDownload } from './download-button.tsx'

/** Lets the browser save a text as a file. */
export function saveText(fileName: string, type: string, text: string): void {
  saveBlob(fileName, new Blob([text], { type }))
}

export function saveBlob(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  startDownload(url, fileName)
  // the download has taken its own hold of it by the next turn
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
