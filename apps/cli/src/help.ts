import type { Command, CommandGroup } from './command.ts'
import { commands } from './commands.ts'
import { padText, textWidth } from './text-width.ts'
import { optionText, usage } from './usage.ts'

/** What `zerosec <command> --help` prints. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, option]) => [optionText(name, option), option.description] as const,
  )
  return [
    `${command.summary}\n\nUsage: ${usage(command)}`,
    options.length === 0 ? '' : `Options:\n${definitions(options)}`,
    ...(command.notes ?? []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** What `zerosec <group> --help` prints. */
export function groupHelp({ name, summary, commands }: CommandGroup): string {
  const list = commands.map(({ name, summary }) => [name, summary] as const)
  return [summary, `Usage: zerosec ${name} <command> …`, `Commands:\n${definitions(list)}`].join('\n\n')
}

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'a fault of ours'],
  ['2', 'the call is wrong'],
  ['3', "the data can't be used"],
]

/** What `zerosec --help` prints. */
export function mainHelp(): string {
  const list = commands.map(({ name, summary }) => [name, summary] as const)
  return [
    'zerosec: from a table to a decision.',
    'Usage: zerosec <command> …',
    `Commands:\n${definitions(list)}`,
    `zerosec <command> --help tells how to call one; zerosec --version prints the version.`,
    `Exit codes:\n${definitions(EXIT_CODES)}`,
  ].join('\n\n')
}

/** Terms with their explanations in a second column. */
export function definitions(items: readonly (readonly [string, string])[]): string {
  const width = Math.max(...items.map(([term]) => textWidth(term)))
  return items.map(([term, text]) => `  ${padText(term, width)}  ${text}`.trimEnd()).join('\n')
}
