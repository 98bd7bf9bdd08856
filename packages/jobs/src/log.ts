/** Where this package reports what no caller is told; an Error goes under `err`. A pino logger fits; the apps pass theirs in. */
export interface Log {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }
