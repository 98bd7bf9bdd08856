import type { Command } from '../command.ts'

export const inspect: Command = {
  name: 'inspect',
  summary: 'Show what reading a file yields: its columns, and every repair and doubt with its rows.',
  positionals: ['<file>'],
  options: {
    sheet: {
      type: 'string',
      value: 'NAME',
      description: 'the sheet of a workbook; default: the first one with a table',
    },
    json: { type: 'boolean', description: 'print the profile as JSON' },
  },
  async run(call) {
    const [{ profileTable, readTable }, { readTableBytes }, { inspectionText }] = await Promise.all([
      import('@zerosec/table'),
      import('@zerosec/table/file'),
      import('../inspection.ts'),
    ])
    const { name, bytes } = await readTableBytes(call.positionals[0] ?? '')
    const sheet = call.text('sheet')
    const profile = profileTable(await readTable(name, bytes, sheet === undefined ? {} : { sheet }))
    const text = call.flag('json') ? JSON.stringify(profile, null, 2) : inspectionText(profile)
    process.stdout.write(`${text}\n`)
  },
}
