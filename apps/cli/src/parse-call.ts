import { parseArgs } from 'node:util'
import { CodedError } from '@zerosec/errors'
import { Call, type Command } from './command.ts'
import { usage } from './usage.ts'

/**
 * The arguments after the command's name as a call.
 * @throws CodedError option_invalid, arguments_wrong
 */
export function parseCall(command: Command, args: readonly string[]): Call {
  const { positionals, values } = parse(command, args)
  const required = command.positionals.filter((name) => !name.startsWith('['))
  const missing = required[positionals.length]
  if (missing !== undefined) throw wrong(command, `${missing} is missing`)
  const extra = command.positionals.at(-1)?.includes('…') ? undefined : positionals[command.positionals.length]
  if (extra !== undefined) throw wrong(command, `"${extra}" is one argument too many`)
  return new Call(positionals, values)
}

function wrong(command: Command, problem: string): CodedError {
  return new CodedError('arguments_wrong', { command: command.name, problem, usage: usage(command) })
}

function parse(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }]),
  )
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw optionError(command, error)
  }
}

function optionError(command: Command, error: unknown): unknown {
  if (!(error instanceof TypeError) || !('code' in error)) return error
  const option = /'(-[^' ]*)/.exec(error.message)?.[1] ?? ''
  const known = Object.keys(command.options).map((name) => `--${name}`)
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return new CodedError('option_invalid', {
        option,
        problem: known.length === 0 ? `${command.name} takes no options` : `${command.name} takes ${known.join(', ')}`,
      })
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return new CodedError('option_invalid', {
        option,
        problem: command.options[option.slice(2)]?.type === 'boolean' ? 'it takes no value' : 'its value is missing',
      })
    default:
      return error
  }
}
