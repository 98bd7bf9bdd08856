import { planText } from './plan-text.ts'
import { isStackName, STACKS } from './stacks.ts'

const [command, stack = '', ...rest] = process.argv.slice(2)
if (command !== 'plan' || !isStackName(stack) || rest.length > 0) {
  const names = Object.entries(STACKS).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`)
  console.error(
    `npm run deploy:plan -- STACK prints what a stack would make, without a cloud account. Stacks:\n${names.join('\n')}`,
  )
  process.exitCode = 2
} else {
  const { text, isWell } = await planText(stack)
  console.log(text)
  if (!isWell) process.exitCode = 1
}
