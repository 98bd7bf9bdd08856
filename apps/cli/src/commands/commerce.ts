import type { CommandGroup } from '../command.ts'
import { demo } from './commerce-demo.ts'
import { load } from './commerce-load.ts'
import { map } from './commerce-map.ts'
import { parity } from './commerce-parity.ts'
import { quarantine } from './commerce-quarantine.ts'
import { metrics, query } from './commerce-query.ts'
import { exporting, snapshots, undo } from './commerce-snapshots.ts'

/** A command's file is light, as everywhere: DuckDB is loaded when a command is called. */
export const commerce: CommandGroup = {
  name: 'commerce',
  summary: "A shop's analytics: load its files, ask for numbers, go back to an earlier snapshot.",
  commands: [load, map, demo, quarantine, query, metrics, snapshots, undo, exporting, parity],
}
