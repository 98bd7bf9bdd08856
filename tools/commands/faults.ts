import { runFaults } from '../../bench/faults/run.ts'

process.exitCode = await runFaults(process.argv.slice(2))
