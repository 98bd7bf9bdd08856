import { analysisOptions } from '../analysis-options.ts'
import type { Command } from '../command.ts'
import { platformOptions } from '../platform-options.ts'

export const submit: Command = {
  name: 'submit',
  summary: 'Run an analysis on a platform: upload the file, follow the job, download what it made.',
  positionals: ['<analysis>', '<file>'],
  options: {
    ...platformOptions,
    ...analysisOptions,
    wait: { type: 'boolean', description: 'wait for the job and download its files; so it does without this, too' },
    'no-wait': { type: 'boolean', description: 'submit the job, print its id and leave it' },
    json: { type: 'boolean', description: "print the report's values as JSON; with --no-wait the job's id and status" },
    quiet: { type: 'boolean', description: 'print nothing but errors and what --json asks for' },
  },
  notes: [
    'A parameter that names a file takes the key of a stored one, or a path: then that file is uploaded too.',
    'The folder is treated as by zerosec run: files of an earlier run are replaced, others never. Exit codes are those of run as well;\n' +
      '1 also when the job was cancelled, 130 after Ctrl-C.',
    'Ctrl-C stops waiting, not the job: zerosec jobs wait JOB takes up where it was left, zerosec jobs cancel JOB ends it.',
    'Example:\n  zerosec submit linear_analysis plates.csv --to http://lab:8000 --set target_column=strength --out results',
  ],
  run: async (call) => (await import('../submit-file.ts')).submitFile(call),
}
