import type { Command } from '../command.ts'

export const analyses: Command = {
  name: 'analyses',
  summary: 'List the analyses, or show one with its parameters.',
  positionals: ['[analysis]'],
  options: {
    json: { type: 'boolean', description: 'print names, texts and the JSON Schema of the parameters as JSON' },
  },
  run: async (call) => (await import('../catalogue-text.ts')).printAnalyses(call.positionals[0], call.flag('json')),
}
