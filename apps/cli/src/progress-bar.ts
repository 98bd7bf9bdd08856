import { cutText, padText } from './text-width.ts'

export interface ProgressBar {
  /** fraction in 0..1 */
  readonly update: (fraction: number, message: string) => void
  /** Takes the bar off the terminal. */
  readonly clear: () => void
}

/** A bar on the last line of a terminal; on anything else, or when asked to be quiet, it shows nothing. */
export function progressBar(stream: NodeJS.WriteStream, isQuiet: boolean): ProgressBar {
  if (isQuiet || !stream.isTTY) return { update: () => undefined, clear: () => undefined }
  let shown = ''
  return {
    update(fraction, message) {
      const line = barLine(fraction, message, stream.columns)
      if (line !== shown) stream.write(`\r\x1b[2K${line}`)
      shown = line
    },
    clear() {
      if (shown !== '') stream.write('\r\x1b[2K')
      shown = ''
    },
  }
}

const CELLS = 24

/** One line of at most `columns` terminal columns. */
export function barLine(fraction: number, message: string, columns: number): string {
  const share = Math.min(1, Math.max(0, fraction))
  const full = Math.round(share * CELLS)
  const percent = padText(`${Math.round(share * 100)} %`, 5, 'right')
  return cutText(`${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${percent}  ${message}`, columns - 1)
}
