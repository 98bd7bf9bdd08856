import type { Command } from '../command.ts'
import { platformOptions } from '../platform-options.ts'
import { usage } from '../usage.ts'

export const jobs: Command = {
  name: 'jobs',
  summary: 'The jobs of a platform: list them, show, wait for or cancel one.',
  positionals: ['<list|show|wait|cancel>', '[job]'],
  options: {
    ...platformOptions,
    status: { type: 'string', value: 'STATUS', description: 'list: only jobs that are queued, running, completed, …' },
    type: { type: 'string', value: 'ANALYSIS', description: 'list: only jobs of this analysis' },
    limit: { type: 'string', value: 'N', description: 'list: the newest N; default: 20, at most 200' },
    out: { type: 'string', value: 'DIR', description: 'wait: the folder to write to; default: <file>-<analysis>' },
    json: { type: 'boolean', description: "print as JSON; wait: the report's values" },
    quiet: { type: 'boolean', description: 'wait: print nothing but errors and what --json asks for' },
  },
  notes: [
    'wait follows the job to its end and downloads what it made, as zerosec submit does; of a job that has ended it downloads it again.',
    'Example:\n  zerosec jobs list --to http://lab:8000 --status running',
  ],
  run: async (call) => (await import('../platform-jobs.ts')).platformJobs(call, usage(jobs)),
}
