/** A block of commands in a page of the docs. */
export interface ShellBlock {
  /** Of the page, and the line that the block begins in. */
  readonly place: string
  /** After `sh` in the fence: why a reader's machine is needed; '' for a block that is run. */
  readonly tag: string
  readonly text: string
}

/** Every fenced block of a shell; its fence may be indented, as within a list. */
export function shellBlocks(path: string, page: string): ShellBlock[] {
  return [...page.matchAll(/^( *)```(?:sh|bash|shell|console)\b *([^\n]*)\n([\s\S]*?)^\1```/gm)].map((match) => ({
    place: `${path}:${page.slice(0, match.index).split('\n').length}`,
    tag: match[2]!.trim(),
    text: match[3]!,
  }))
}

/** The words of each simple command of a block, without comments, redirections and the quotes around words. */
export function commandsOf(text: string): string[][] {
  const commands: string[][] = [[]]
  const lines = text.replaceAll(/\\\n/g, ' ')
  const token = /#[^\n]*|\n|&&|\|\||[;|&()]|(?:"(?:\\.|[^"\\])*"|'[^']*'|\$\([^)]*\)|\\.|[^\s"';|&()\\])+/g
  for (const [word] of lines.matchAll(token)) {
    if (/^(\n|&&|\|\||[;|&()])$/.test(word)) commands.push([])
    else if (!word.startsWith('#')) commands.at(-1)!.push(word.replaceAll(/^(["'])([\s\S]*)\1$/g, '$2'))
  }
  return commands.filter((words) => words.length > 0)
}

/** What stands before the name of the program where it is called: nothing, npx, a setting, or the container that it is called in. */
const BEFORE = /^(npx|api|worker|zerosec|\w+=.*)$/

/** What follows the name of the program, where a command calls it. */
export function zerosecCalls(commands: readonly (readonly string[])[]): string[][] {
  return commands.flatMap((words) => {
    const at = words.findLastIndex(
      (word, place) => word === 'zerosec' && (place === 0 || BEFORE.test(words[place - 1]!)),
    )
    if (at < 0) return []
    const end = words.findIndex((word, place) => place > at && /^[<>]/.test(word))
    return [words.slice(at + 1, end < 0 ? undefined : end)]
  })
}
