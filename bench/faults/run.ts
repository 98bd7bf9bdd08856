import { styleText } from 'node:util'
import { startPostgresServer } from '../../test/postgres-server.ts'
import { type Experiment, type Finding, hasPassed } from './experiment.ts'
import { EXPERIMENTS } from './experiments.ts'

/**
 * `npm run faults [-- [--short] [part of a name]…]`: makes each fault on purpose and prints what was lost.
 *
 * @returns the exit code: 1 when anything was lost, double or wrong, 2 for a call that names nothing
 */
export async function runFaults(args: readonly string[]): Promise<number> {
  const short = args.includes('--short')
  const names = args.filter((arg) => !arg.startsWith('--'))
  const chosen = EXPERIMENTS.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)))
  if (chosen.length === 0) {
    console.error(
      `no experiment has "${names.join('", "')}" in its name; there are:\n${EXPERIMENTS.map(({ name }) => `  ${name}`).join('\n')}`,
    )
    return 2
  }
  const server = await startPostgresServer()
  let failed = 0
  try {
    console.log(line('experiment', 'jobs', 'lost', 'double', 'recovery', ''))
    for (const experiment of chosen) failed += Number(!(await runOne(experiment, server, short)))
  } finally {
    await server.close()
  }
  console.log(failed === 0 ? `all ${chosen.length} passed` : `${failed} of ${chosen.length} failed`)
  return failed === 0 ? 0 : 1
}

async function runOne(
  experiment: Experiment,
  server: Awaited<ReturnType<typeof startPostgresServer>>,
  short: boolean,
): Promise<boolean> {
  const begun = Date.now()
  const tell = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${experiment.name}: ${text}`)
  }
  let finding: Finding
  try {
    finding = await experiment.run({ server, short, tell })
  } catch (error) {
    finding = { jobs: 0, lost: 0, double: 0, notes: [], wrong: [String(error)] }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  await server.start() // an experiment that failed may have left it stopped
  const { jobs, lost, double, worstRecoverySeconds: worst, notes, wrong } = finding
  const recovery = worst === undefined ? '' : `${worst.toFixed(1)} s`
  const said = [
    ...notes,
    ...wrong.map((text) => styleText('red', text)),
    `${((Date.now() - begun) / 1000).toFixed(0)} s`,
  ]
  console.log(line(experiment.name, String(jobs), String(lost), String(double), recovery, said.join('; ')))
  return hasPassed(finding)
}

function line(name: string, jobs: string, lost: string, double: string, recovery: string, notes: string): string {
  const cells = [name.padEnd(46), jobs.padStart(6), lost.padStart(5), double.padStart(7), recovery.padStart(9)]
  return `${cells.join(' ')}  ${notes}`.trimEnd()
}
