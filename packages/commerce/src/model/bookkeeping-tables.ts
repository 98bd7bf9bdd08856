import { column, type ModelTable, table } from './columns.ts'

/** What a snapshot knows of itself: where its rows came from, what was not taken, and what it is of. */
export const BOOKKEEPING_TABLES = {
  files: table('The ledger: one row a file whose rows are in the snapshot.', {
    file_id: column('integer', 'its number in this snapshot'),
    name: column('text', 'its path under the folder that was loaded'),
    source: column('text', "the mapping's name for files of its kind"),
    sha256: column('text', 'of its bytes'),
    size: column('integer', 'bytes'),
    encoding: column('text', 'it was read as'),
    delimiter: column('text', 'it was read with'),
    columns: column('text', 'its header, as a JSON list'),
    same_as: column('integer', 'the file with the same bytes, whose rows stand for its own; null where it has its own'),
    rows: column('integer', 'data rows in it'),
    loaded: column('integer', 'of these, loaded'),
    quarantined: column('integer', 'of these, quarantined'),
    superseded: column('integer', 'of these, replaced by a later version of the same id'),
    ignored: column('integer', 'of these, left out by a rule of the mapping'),
    loaded_at: column('timestamp', 'when, UTC'),
  }),
  left_out: table('One row a file and rule of the mapping that leaves rows out.', {
    file_id: column('integer', 'the file'),
    reason: column('text', "the rule's reason, in words"),
    rows: column('integer', 'how many'),
    first_line: column('integer', 'where the first of them begins'),
  }),
  load_findings: table('What the loading decided or doubts, beside single rows.', {
    code: column('text', 'stable name'),
    place: column('text', 'the file, or the source and column'),
    words: column('text', 'what it is, in words'),
  }),
  quarantine: table('One row a row of a file that was not loaded, or was loaded without one of its values.', {
    file_id: column('integer', 'the file'),
    line: column('integer', 'where the row begins'),
    source_table: column('text', 'the table it was meant for'),
    code: column('text', 'stable name of the reason'),
    reason: column('text', 'what is wrong, in words'),
    content: column('text', 'the row, shortened'),
  }),
  snapshot_facts: table('One row: what the snapshot is of.', {
    snapshot_id: column('text', 'its id'),
    made_at: column('timestamp', 'when, UTC'),
    currency: column('text', "the report's"),
    time_zone: column('text', "the store's, IANA"),
    first_date: column('date', 'the earliest business date of an order'),
    last_date: column('date', 'the latest day that any fact is of: ages, recency and lateness count to it'),
    made_by: column('text', "the mapping's text, or what the demo shop was asked for"),
  }),
} as const satisfies Record<string, ModelTable>
