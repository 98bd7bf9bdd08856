import { commands } from '../../apps/cli/src/commands.ts'
import { commandHelp, mainHelp } from '../../apps/cli/src/help.ts'

/** docs/cli.md: what `--help` prints, command by command. */
export function commandLinePage(): string {
  const all = commands.flatMap((entry) => ('commands' in entry ? entry.commands : [entry]))
  const sections = all.map((command) => `## zerosec ${command.name}\n\n${block(commandHelp(command))}`)
  return `# The command line

Generated from the help of the commands by \`npm run docs\`. In this repository \`npx zerosec …\` works after \`npm ci\`.

${block(mainHelp())}

${sections.join('\n\n')}
`
}

function block(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``
}
