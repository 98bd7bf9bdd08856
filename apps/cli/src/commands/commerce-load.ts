import type { Command } from '../command.ts'
import { PLACE_OPTIONS } from './commerce-options.ts'

export const load: Command = {
  name: 'commerce load',
  summary: "Load a shop's files into a new snapshot, beside those loaded before.",
  positionals: ['[folder or file…]'],
  options: {
    preset: {
      type: 'string',
      value: 'NAME',
      description: 'a mapping that comes with zerosec; a wrong name lists them',
    },
    mapping: { type: 'string', value: 'FILE', description: 'your own mapping, YAML; default: that of the last load' },
    'time-zone': {
      type: 'string',
      value: 'ZONE',
      description: 'whose days are counted, as Asia/Tokyo; alone: a snapshot of the files that are loaded already',
    },
    fresh: { type: 'boolean', description: 'forget the files of earlier loads' },
    keep: { type: 'string', value: 'N', description: 'snapshots that are kept; default: 10' },
    quiet: { type: 'boolean', description: 'no progress bar' },
    ...PLACE_OPTIONS,
  },
  notes: [
    'A file that was loaded before changes nothing, one of the same name with other bytes replaces its rows, and the order of loading does not matter.',
    'Rows that can not be used are kept out with file, line and reason: zerosec commerce quarantine shows them. After an error the last snapshot goes on serving.',
    'Examples:\n  zerosec commerce load exports/ --preset shopify\n  zerosec commerce map exports/ > shop.yaml && zerosec commerce load exports/ --mapping shop.yaml',
  ],
  run: async (call) => (await import('../commerce-load.ts')).loadShop(call),
}
