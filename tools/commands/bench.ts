import { runBenches } from '../../bench/run.ts'

process.exitCode = await runBenches(process.argv.slice(2))
