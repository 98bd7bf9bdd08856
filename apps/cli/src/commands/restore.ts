import type { Command } from '../command.ts'

export const restore: Command = {
  name: 'restore',
  summary: 'Restore an archive of zerosec backup, all of it or nothing.',
  positionals: ['<file>'],
  options: {
    replace: { type: 'boolean', description: 'put aside what is there; the output tells where it stays' },
    check: { type: 'boolean', description: 'only hold the archive against its hashes, and change nothing' },
    json: { type: 'boolean', description: 'print what was restored as JSON' },
  },
  notes: [
    'The platform and its workers have to be stopped. Takes the settings of the place to restore into, which may be another kind than the\n' +
      'one backed up: from the embedded database to a server, from a folder to S3, and back. An older archive is brought up to date.',
    'Jobs that ran when the backup was made begin again. Keys that were revoked since then are valid again, and everyone signs in anew.',
    'Example:\n  zerosec restore /var/backups/zerosec-20260131T020000Z.tar',
  ],
  run: async (call) => (await import('../restore-backup.ts')).restoreBackup(call),
}
