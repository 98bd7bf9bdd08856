import type { Command } from '../command.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'Check this installation, and print its settings and where each comes from.',
  positionals: [],
  options: { json: { type: 'boolean', description: 'print the checks as JSON' } },
  notes: ['Exit code 1 when something is broken.'],
  run: async (call) => (await import('../diagnosis.ts')).diagnose(call),
}
