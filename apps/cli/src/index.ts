import { CodedError } from '@zerosec/errors'
import packageJson from '../package.json' with { type: 'json' }
import type { Command, CommandGroup } from './command.ts'
import { commands } from './commands.ts'
import { reportFailure } from './failure.ts'
import { commandHelp, groupHelp, mainHelp } from './help.ts'
import { parseCall } from './parse-call.ts'

/**
 * Runs the command line, without the program's name, and resolves to the exit code: 0 done, 1 a fault of ours, 2 the call is wrong,
 * 3 the data can't be used. Never throws.
 */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', endQuietlyWhenNobodyReads)
  try {
    return await dispatch(argv)
  } catch (error) {
    return reportFailure(error, argv.includes('--json'))
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return print(mainHelp())
  if (name === '--version' || name === '-v') return print(packageJson.version)
  const found = findCommand(commands, name)
  return 'commands' in found ? dispatchGroup(found, args) : runCommand(found, args)
}

async function dispatchGroup(group: CommandGroup, [word, ...args]: readonly string[]): Promise<number> {
  if (word === undefined || word === '--help' || word === '-h') return print(groupHelp(group))
  return runCommand(findCommand(group.commands, `${group.name} ${word}`), args)
}

function findCommand<Found extends Command | CommandGroup>(known: readonly Found[], name: string): Found {
  const found = known.find((candidate) => candidate.name === name)
  if (!found) throw new CodedError('command_unknown', { command: name, known: known.map(({ name }) => name) })
  return found
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return print(commandHelp(command))
  return (await command.run(parseCall(command, args))) ?? 0
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`)
  return 0
}

/** `zerosec analyses | head -1` closes the pipe early: that is its right. */
function endQuietlyWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}
