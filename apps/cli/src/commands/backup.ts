import type { Command } from '../command.ts'

export const backup: Command = {
  name: 'backup',
  summary: 'Write database, files, models and snapshots of shops as one archive, while the platform runs or not.',
  positionals: ['<file-or-folder>'],
  options: {
    'with-signing-secret': {
      type: 'boolean',
      description: 'take along the key that signs URLs; whoever has it reads every file of the platform',
    },
    json: { type: 'boolean', description: 'print what was written as JSON' },
  },
  notes: [
    'In a folder the archive is named by its time; "-" writes it to standard output. It is a tar file with a manifest of SHA-256 hashes,\n' +
      'and is not encrypted: it holds what your tables hold. API keys are in it as hashes only, sessions and settings not at all; the\n' +
      'secrets that sign the webhooks of a shop are part of its alerts.',
    'With --with-signing-secret links that were handed out before go on working after a restore. Without it they end.',
    'Works on the database and the files of the settings; where a platform holds the data folder, the database is read through it.',
    'Example:\n  zerosec backup /var/backups/',
  ],
  run: async (call) => (await import('../make-backup.ts')).makeBackup(call),
}
