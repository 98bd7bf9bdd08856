import { type ApiKey, SCOPES, type Scope } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { readConfiguration } from '@zerosec/jobs'
import type { Call } from './command.ts'
import { atKeyDesk, type KeyDesk } from './key-desk.ts'
import { textTable } from './text-table.ts'

const MOST_DAYS = 3650

/** `zerosec keys`: what it did goes to standard output, as text or as JSON. */
export async function manageKeys(call: Call): Promise<void> {
  const [action = '', keyId] = call.positionals
  const act = ACTIONS[action]
  if (!act) throw wrongCall(`"${action}" is not one of ${Object.keys(ACTIONS).join(', ')}`)
  if (action !== 'revoke' && keyId !== undefined) throw wrongCall(`"${keyId}" is one argument too many`)
  const prepared = act(call, keyId)
  const output = await atKeyDesk(readConfiguration(), prepared)
  process.stdout.write(`${call.flag('json') ? JSON.stringify(output.json, null, 2) : output.text}\n`)
}

interface Output {
  readonly json: unknown
  readonly text: string
}

/** Each looks at the call first, so that a wrong one never opens a database. */
const ACTIONS: Readonly<Record<string, (call: Call, keyId: string | undefined) => (desk: KeyDesk) => Promise<Output>>> =
  {
    create(call) {
      const name = call.text('name')?.trim() ?? ''
      if (name === '' || name.length > 100)
        throw wrongOption('--name', 'say in 1 to 100 characters what the key is for')
      const wanted = { name, scope: scopeOf(call), workspace: call.text('workspace'), days: daysOf(call) }
      return async (desk) => {
        const created = await desk.create(wanted)
        const { key, scope, workspace_id: workspace, expires_at: end } = created
        const until = end === null ? '' : `, until ${end.slice(0, 10)}`
        return {
          json: created,
          text: `${key}\nIt may ${scope} in the workspace ${workspace}${until}. It is shown this once.`,
        }
      }
    },
    list: (call) => async (desk) => {
      const keys = await desk.list(call.text('workspace'))
      return {
        json: { keys },
        text: keys.length === 0 ? 'There are no keys. zerosec keys create makes one.' : listText(keys),
      }
    },
    revoke(_, keyId) {
      if (keyId === undefined) throw wrongCall('the key id is missing; zerosec keys list shows them')
      return async (desk) => {
        const revoked = await desk.revoke(keyId)
        return { json: revoked, text: `The key ${keyId} (${revoked.name}) opens nothing any more.` }
      }
    },
  }

function scopeOf(call: Call): Scope {
  const text = call.text('scope') ?? 'submit'
  const scope = SCOPES.find((known) => known === text)
  if (!scope) throw wrongOption('--scope', `"${text}" is not one of ${SCOPES.join(', ')}`)
  return scope
}

function daysOf(call: Call): number | undefined {
  const text = call.text('days')
  if (text === undefined) return undefined
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw wrongOption('--days', `"${text}" is not a whole number from 1 to ${MOST_DAYS}`)
  }
  return days
}

function listText(keys: readonly ApiKey[]): string {
  const day = (time: string | null) => time?.slice(0, 10) ?? ''
  const columns = ['key', 'state', 'may', 'workspace', 'made', 'until', 'last used', 'for']
  return textTable(
    columns.map((label) => ({ label, maxWidth: 40 })),
    keys.map((key) => [
      key.key_id,
      stateOf(key),
      key.scope,
      key.workspace_id,
      day(key.created_at),
      day(key.expires_at),
      day(key.last_used_at),
      key.name,
    ]),
  )
}

function stateOf({ revoked_at: revoked, expires_at: end }: ApiKey): string {
  if (revoked !== null) return 'revoked'
  return end !== null && Date.parse(end) <= Date.now() ? 'expired' : 'valid'
}

function wrongCall(problem: string): CodedError {
  const usage = 'zerosec keys create --name TEXT | list | revoke <key-id>'
  return new CodedError('arguments_wrong', { command: 'keys', problem, usage })
}

function wrongOption(option: string, problem: string): CodedError {
  return new CodedError('option_invalid', { option, problem })
}
