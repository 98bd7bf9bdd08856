import { writeFile } from 'node:fs/promises'
import { BASE_PATH, type ErrorResponse } from '@zerosec/contract'
import { CodedError, type ErrorDetails, isErrorCode } from '@zerosec/errors'
import { type LocalAccess, readLocalAccess } from '@zerosec/jobs'

const TIMEOUT_MS = 10_000

/** Calls the platform that runs on a data folder, as whoever runs the machine. */
export interface LocalPlatform {
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>
  /** Stores the answer to a POST as a new file. It may take as long as it takes. */
  download(path: string, file: string): Promise<void>
}

/** The platform that runs on the data folder; undefined where none does. */
export async function findLocalPlatform(dataFolder: string): Promise<LocalPlatform | undefined> {
  const access = readLocalAccess(dataFolder)
  if (!access) return undefined
  try {
    await callLocal(access, dataFolder, 'GET', '/session')
  } catch (error) {
    // nobody listens there, or another platform does: the file is of one that was killed
    if (error instanceof CodedError && ['platform_not_reached', 'credentials_refused'].includes(error.code))
      return undefined
    throw error
  }
  return {
    call: (method, path, body) => callLocal(access, dataFolder, method, path, body),
    download: (path, file) => downloadLocal(access, dataFolder, path, file),
  }
}

async function downloadLocal({ url, secret }: LocalAccess, folder: string, path: string, file: string): Promise<void> {
  const fail = (error: unknown): never => {
    throw new CodedError('platform_not_reached', { folder, problem: String(error) }, { cause: error })
  }
  const headers = { authorization: `Bearer ${secret}` }
  const reply = await fetch(`${url}${BASE_PATH}${path}`, { method: 'POST', redirect: 'error', headers }).catch(fail)
  if (!reply.ok || reply.body === null) throw refusalOf(await reply.json().catch(fail), folder)
  await writeFile(file, reply.body, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (error instanceof Error && 'syscall' in error) throw error // of the disk here
    return fail(error)
  })
}

function refusalOf({ code, message, details }: ErrorResponse, folder: string): CodedError {
  return isErrorCode(code)
    ? new CodedError(code, details as ErrorDetails)
    : new CodedError('platform_not_reached', { folder, problem: message })
}

async function callLocal<T>(
  { url, secret }: LocalAccess,
  folder: string,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  let reply: Response
  let answer: unknown
  try {
    reply = await fetch(`${url}${BASE_PATH}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { authorization: `Bearer ${secret}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    answer = await reply.json()
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new CodedError('platform_not_reached', { folder, problem }, { cause: error })
  }
  if (reply.ok) return answer as T
  throw refusalOf(answer as ErrorResponse, folder)
}
