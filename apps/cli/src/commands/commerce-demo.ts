import type { Command } from '../command.ts'
import { PLACE_OPTIONS } from './commerce-options.ts'

export const demo: Command = {
  name: 'commerce demo',
  summary: 'Make a shop of three years to look around in.',
  positionals: [],
  options: {
    orders: { type: 'string', value: 'N', description: 'how many orders, 100 to 5,000,000; default: 100000' },
    seed: { type: 'string', value: 'N', description: 'another number makes another shop; default: 1' },
    until: { type: 'string', value: 'DATE', description: 'its last day; default: 2026-10-31' },
    replace: { type: 'boolean', description: 'also where a shop loaded from files serves' },
    quiet: { type: 'boolean', description: 'no progress bar' },
    ...PLACE_OPTIONS,
  },
  notes: [
    'The same orders, seed and last day make the same shop.',
    'Example:\n  zerosec commerce demo && zerosec commerce query gross_sales orders aov --by month',
  ],
  run: async (call) => (await import('../commerce-demo.ts')).makeDemoShop(call),
}
