import { readFileSync } from 'node:fs'

/** Of settings: those that hold a secret are a few, but to say which here would be a second list. */
const FROM_FILE = /^(DATABASE_URL|(?:ZEROSEC|AWS|OTEL)_[A-Z0-9_]+)_FILE$/
/** AWS's own settings that name files, which its client reads itself, and again where they change. */
const OF_OTHERS = new Set([
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
])

/**
 * Takes settings from files, as the secrets of compose and of orchestrators are mounted: `DATABASE_URL_FILE=/run/secrets/x` sets
 * DATABASE_URL to what the file holds. So no secret stands in the container's description, nor in `docker inspect`.
 *
 * @throws Error when a file can't be read, or the setting is given in both ways
 */
export function readSecretFiles(environment: NodeJS.ProcessEnv = process.env): void {
  for (const [name, path] of Object.entries(environment)) {
    const setting = FROM_FILE.exec(name)?.[1]
    if (setting === undefined || OF_OTHERS.has(name) || !path) continue
    if (environment[setting]) throw new Error(`Both ${setting} and ${name} are set: leave one of them out.`)
    environment[setting] = readSecret(name, path)
    delete environment[name]
  }
}

function readSecret(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem = `${name} names ${path}, which can't be read (${code})`
    throw new Error(`${problem}: it has to be there and readable by the user of the container.`, { cause: error })
  }
}

/** Containers carry no embedded database: its folder would go with them. @throws Error */
export function requireDatabase(environment: NodeJS.ProcessEnv = process.env): void {
  if (environment['DATABASE_URL']) return
  throw new Error(
    'DATABASE_URL is not set: a container needs a PostgreSQL server. Set it, or DATABASE_URL_FILE to a file that holds it.',
  )
}
