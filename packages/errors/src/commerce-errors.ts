/** What loading a shop's files and keeping their snapshots can refuse. Part of the one error table. */
export const COMMERCE_ERRORS = {
  mapping_invalid: {
    status: 422,
    exit: 2,
    text: "The mapping can't be used at {place}: {problem}.",
  },
  time_zone_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no time zone "{zone}". Use a name of the IANA, as Europe/Berlin or Asia/Tokyo, or UTC.',
  },
  mapping_needed: {
    status: 422,
    exit: 2,
    text: 'Nothing says yet what the columns of these files are. Give --preset or --mapping; zerosec commerce map <folder> proposes a mapping.',
  },
  preset_unknown: {
    status: 422,
    exit: 2,
    text: 'There is no preset "{preset}". There are: {known}. For other shops give --mapping.',
  },
  source_files_none: {
    status: 422,
    exit: 3,
    text: 'No file among those given is one that the mapping "{mapping}" knows. It looks for: {patterns}. Given were: {files}.',
  },
  source_file_ambiguous: {
    status: 422,
    exit: 2,
    text: 'The file {file} fits several sources of the mapping: {sources}. Make their patterns exclude each other.',
  },
  source_names_equal: {
    status: 422,
    exit: 2,
    text: 'Two of the files given have the name {file}. Load them from one folder, or rename one.',
  },
  source_file_changed: {
    status: 409,
    exit: 3,
    text: 'The file {file} was written to while it was read. Wait until it is complete and load again; nothing was changed.',
  },
  source_file_empty: {
    status: 422,
    exit: 3,
    text: 'The file {file} is empty: it has no header line. Export it again; nothing was changed.',
  },
  source_file_large: {
    status: 413,
    exit: 3,
    text: 'The file {file} has {bytes} bytes, and at most {limit} can be read where its rows need more than plain reading. Split it, by month for example.',
  },
  source_file_undecodable: {
    status: 422,
    exit: 3,
    text: "The file {file} can't be read as text: {problem} Nothing was changed.",
  },
  source_columns_missing: {
    status: 422,
    exit: 3,
    text: 'The file {file} lacks columns that the mapping names for "{source}": {missing}. Its header (line {line}) has: {known}. Correct the mapping, or set on_missing_column: empty there.',
  },
  source_column_twice: {
    status: 422,
    exit: 3,
    text: 'The header of {file} has the column "{column}" more than once, so it is not clear which one the mapping means. Rename one.',
  },
  source_rows_misshapen: {
    status: 422,
    exit: 3,
    text: 'Of {rows} rows of {file} only {fitting} have the {columns} columns of its header, for example line {line}: {fields}. Check its delimiter ({delimiter}), or state it in the mapping.',
  },
  date_order_unknown: {
    status: 422,
    exit: 3,
    text: 'Every date in the column "{column}" of "{source}" can be read with the day or with the month first. State it in the mapping, for example dates: ["%d/%m/%Y"].',
  },
  date_order_mixed: {
    status: 422,
    exit: 3,
    text: 'The column "{column}" of "{source}" has dates with the day first (for example {day_first}) and with the month first ({month_first}). Export it anew, or state the formats in the mapping.',
  },
  orders_missing: {
    status: 422,
    exit: 3,
    text: 'There are no orders: {problem}. A snapshot needs at least one; nothing was changed.',
  },
  load_running: {
    status: 409,
    exit: 2,
    text: 'Another load of the workspace {workspace} is running. Wait until it has ended.',
  },
  snapshot_none: {
    status: 404,
    exit: 2,
    text: 'Nothing was loaded into the workspace {workspace} yet. zerosec commerce load does, and zerosec commerce demo makes a shop to look at.',
  },
  snapshot_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no snapshot "{snapshot}" in the workspace {workspace}. There are: {known}.',
  },
  demo_over_files: {
    status: 409,
    exit: 2,
    text: "The workspace {workspace} serves a shop that was loaded from files. Give the demo shop another one by --workspace, or --replace; zerosec commerce undo brings the files' snapshot back.",
  },
} as const
