import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GENERATED_SECTIONS, withSections } from './generated-sections.ts'
import { planText } from './plan-text.ts'
import { isStackName, STACKS } from './stacks.ts'

/** `npm run deploy:plan -- STACK | docs`: 0 all is well, 1 a policy is broken, 2 the call is wrong. */
async function main([command, what = '', ...rest]: readonly string[]): Promise<number> {
  if (command !== 'plan' || rest.length > 0) return usage()
  if (what === 'docs') return await writeDocs()
  if (!isStackName(what)) return usage()
  const { text, isWell } = await planText(what)
  console.log(text)
  return isWell ? 0 : 1
}

async function writeDocs(): Promise<number> {
  for (const path of Object.keys(GENERATED_SECTIONS)) {
    writeFileSync(join(import.meta.dirname, '../..', path), await withSections(path))
    console.log(path)
  }
  return 0
}

function usage(): number {
  const names = Object.entries(STACKS).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  console.error(
    `npm run deploy:plan -- STACK prints what a stack would make, what the policies say of it and what it costs in a month, without\n` +
      `a cloud account; -- docs writes the parts of the docs that follow from it. Stacks:\n${names.join('\n')}`,
  )
  return 2
}

process.exitCode = await main(process.argv.slice(2))
