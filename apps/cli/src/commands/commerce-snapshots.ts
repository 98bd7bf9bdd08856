import type { Command } from '../command.ts'
import { PLACE_OPTIONS } from './commerce-options.ts'

export const snapshots: Command = {
  name: 'commerce snapshots',
  summary: 'List the snapshots that are kept, the newest first.',
  positionals: [],
  options: PLACE_OPTIONS,
  run: async (call) => (await import('../commerce-snapshots.ts')).showSnapshots(call),
}

export const undo: Command = {
  name: 'commerce undo',
  summary: 'Let an earlier snapshot serve again: the one before, or the one named.',
  positionals: ['[snapshot]'],
  options: PLACE_OPTIONS,
  notes: ['Nothing is removed: naming the newer snapshot undoes the undoing. The next load goes on from what serves.'],
  run: async (call) => (await import('../commerce-snapshots.ts')).undo(call),
}

export const exporting: Command = {
  name: 'commerce export',
  summary:
    'Write the fact tables of a snapshot as Parquet files, for another warehouse with the statements that define them there.',
  positionals: ['<folder>'],
  options: {
    for: { type: 'string', value: 'trino|athena|bigquery', description: 'the warehouse that is to read them' },
    location: { type: 'string', value: 'URL', description: 'where the folder will be, for example s3://bucket/shop' },
    snapshot: { type: 'string', value: 'ID', description: 'another one than that which serves' },
    ...PLACE_OPTIONS,
  },
  notes: [
    'With --for each table is in a folder of its own, and create-tables.sql beside them has the statements (docs/warehouses.md).',
    'Example:\n  zerosec commerce export published/ --for trino --location s3://bucket/shop',
  ],
  run: async (call) => (await import('../commerce-snapshots.ts')).exportTables(call),
}
