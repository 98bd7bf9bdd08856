/** A command of `zerosec`: what its help says and what it does. */
export interface Command {
  readonly name: string
  /** One line, for the list of commands. */
  readonly summary: string
  /** The positional arguments as the usage line shows them; `[…]` marks one that can be left out, and a last `…` one that may repeat. */
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** Further paragraphs of the help. */
  readonly notes?: readonly string[]
  /** Runs the command; a failure is thrown. Resolves to the exit code where it is not 0. */
  readonly run: (call: Call) => Promise<number | void>
}

/** Commands that begin with the same word: `zerosec commerce load`. */
export interface CommandGroup {
  readonly name: string
  readonly summary: string
  /** Their names have both words. */
  readonly commands: readonly Command[]
}

export interface Option {
  readonly type: 'boolean' | 'string'
  /** May be given several times. */
  readonly multiple?: boolean
  /** What stands for the value in the help, for example DIR. */
  readonly value?: string
  readonly description: string
}

/** The call of a command, parsed: positionals are complete, options are known and have the right type. */
export class Call {
  readonly positionals: readonly string[]
  private readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

  constructor(positionals: readonly string[], options: Call['options']) {
    this.positionals = positionals
    this.options = options
  }

  flag(name: string): boolean {
    return this.options[name] === true
  }

  text(name: string): string | undefined {
    const value = this.options[name]
    return typeof value === 'string' ? value : undefined
  }

  texts(name: string): readonly string[] {
    const value = this.options[name]
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
  }
}
