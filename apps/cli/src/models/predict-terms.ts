import { CodedError } from '@zerosec/errors'
import type { Call } from '../command.ts'
import { wholeOption } from '../commerce-options.ts'

/** What `models predict` asks, of whom. */
export interface PredictTerms {
  readonly name: string
  /** One of version and alias, or neither: the one in production. */
  readonly which: { readonly version?: number; readonly alias?: string }
  readonly options: { readonly intervals: boolean; readonly domain: boolean; readonly level?: number }
}

/** @throws CodedError option_invalid */
export function predictTerms(call: Call): PredictTerms {
  const [reference = ''] = call.positionals
  const [name = '', alias] = reference.split('@')
  const version = wholeOption(call, 'version')
  if (alias !== undefined && version !== undefined) {
    const problem = `"${reference}" names an alias already; give one of them`
    throw new CodedError('option_invalid', { option: '--version', problem })
  }
  const level = levelOption(call)
  return {
    name,
    which: { ...(version === undefined ? {} : { version }), ...(alias === undefined ? {} : { alias }) },
    options: {
      intervals: call.flag('intervals'),
      domain: call.flag('domain'),
      ...(level === undefined ? {} : { level }),
    },
  }
}

function levelOption(call: Call): number | undefined {
  const text = call.text('level')
  if (text === undefined) return undefined
  const level = Number(text)
  if (level > 0 && level < 1) return level
  throw new CodedError('option_invalid', { option: '--level', problem: `"${text}" is no number between 0 and 1` })
}
