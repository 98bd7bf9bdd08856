import type { Command } from '../command.ts'

export const map: Command = {
  name: 'commerce map',
  summary: "Propose a mapping from the headers of a shop's files, as YAML to be read and corrected.",
  positionals: ['<folder or file…>'],
  options: {},
  notes: [
    'Example:\n  zerosec commerce map exports/ > shop.yaml && zerosec commerce load exports/ --mapping shop.yaml',
  ],
  run: async (call) => (await import('../commerce-map.ts')).printMapping(call),
}
