/** What making a backup and restoring one can refuse. Part of the one error table. */
export const BACKUP_ERRORS = {
  backup_file_exists: {
    status: 409,
    exit: 2,
    text: '{file} is already there, and a backup never replaces a file. Choose another name, or a folder.',
  },
  backup_not_written: {
    status: 507,
    exit: 1,
    text: 'The archive could not be written to {file}: {problem}. What there is of it is of no use. Make room there, or choose another place.',
  },
  backup_source_empty: {
    status: 404,
    exit: 2,
    text: 'There is no database in {place}, so there is nothing to back up. Set ZEROSEC_DATA or DATABASE_URL to what the platform uses.',
  },
  backup_database_newer: {
    status: 409,
    exit: 2,
    text: 'A newer version has been at work on this database ({migrations}), and version {version} does not know what to keep of it. Make the backup with that version.',
  },
  backup_incomplete: {
    status: 422,
    exit: 3,
    text: 'The archive {file} ends after {bytes} bytes and is not whole: its making or copying broke off. Nothing was changed. Use another one.',
  },
  backup_damaged: {
    status: 422,
    exit: 3,
    text: "The archive {file} can't be used: {problem}. Nothing was changed. Use another one.",
  },
  backup_too_new: {
    status: 409,
    exit: 3,
    text: 'The archive {file} was made by version {version}, with tables that this version does not know ({migrations}). Nothing was changed. Restore it with that version or a newer one.',
  },
  restore_target_not_empty: {
    status: 409,
    exit: 2,
    text: 'There are data already in {place}. Restore into an empty place, or give --replace, which puts them aside.',
  },
  restore_target_newer: {
    status: 409,
    exit: 2,
    text: 'A newer version has been at work on the database of DATABASE_URL ({migrations}), and version {version} does not know which of its tables to put aside. Restore with that version: what it restores, this one can start on. Nothing was changed.',
  },
  restore_platform_running: {
    status: 409,
    exit: 2,
    text: 'Other processes have the database open: {sessions}. Stop the platform and its workers, then restore again. Nothing was changed.',
  },
  restore_not_permitted: {
    status: 403,
    exit: 2,
    text: "The database's user may not make a schema, which a restore fills first: {problem}. Grant it CREATE on the database. Nothing was changed.",
  },
  restore_file_differs: {
    status: 409,
    exit: 3,
    text: 'The store has other bytes under {key} of the bucket {bucket} than the archive, and files are never replaced. Move that one away, or restore into other buckets. The database was not changed.',
  },
} as const
