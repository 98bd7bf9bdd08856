import type { Command, Option } from './command.ts'

/** One line: how a command is called. */
export function usage(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, option]) => `[${optionText(name, option)}]${option.multiple ? '…' : ''}`,
  )
  return ['zerosec', command.name, ...command.positionals, ...options].join(' ')
}

/** An option as help shows it: --out DIR. */
export function optionText(name: string, option: Option): string {
  return option.type === 'boolean' ? `--${name}` : `--${name} ${option.value ?? 'TEXT'}`
}
