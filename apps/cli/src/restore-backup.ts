import { resolve } from 'node:path'
import { type ArchiveHeader, type RestoreSummary, readConfiguration, restore, verifyArchive } from '@zerosec/jobs'
import type { Call } from './command.ts'

const LOG = {
  info: () => {},
  warn: (_: object, text: string) => void process.stderr.write(`${text}\n`),
  error: (_: object, text: string) => void process.stderr.write(`${text}\n`),
}

/** `zerosec restore`, and with `--check` only the first half of it. */
export async function restoreBackup(call: Call): Promise<void> {
  const path = resolve(call.positionals[0]!)
  const started = performance.now()
  if (call.flag('check')) {
    const { header, bytes, parts } = await verifyArchive(path)
    const summary = { ...header, bytes, parts: parts.size }
    return print(call, summary, [
      `${path} is whole: ${parts.size} parts, ${(bytes / 1e6).toFixed(1)} MB.`,
      ...about(header),
    ])
  }
  const summary = await restore({ configuration: readConfiguration(), path, replaces: call.flag('replace'), log: LOG })
  const seconds = (performance.now() - started) / 1000
  print(call, { ...summary, seconds }, restoreText(summary, seconds))
}

function print(call: Call, summary: object, lines: readonly string[]): void {
  process.stdout.write(`${call.flag('json') ? JSON.stringify(summary) : lines.join('\n')}\n`)
}

function restoreText(
  { header, rows, files, commerceFiles, queuedAgain, aside }: RestoreSummary,
  seconds: number,
): string[] {
  const { jobs = 0, model_versions: models = 0, api_keys: keys = 0 } = rows
  return [
    `Restored in ${seconds.toFixed(1)} s: ${jobs} jobs, ${models} versions of models, ${files} files, ${commerceFiles} files of shops.`,
    ...about(header),
    ...(queuedAgain > 0 ? [`${queuedAgain} jobs ran when the backup was made, and begin again.`] : []),
    ...(keys > 0
      ? [`${keys} keys are as they were then: what was revoked since has to be revoked again (zerosec keys list).`]
      : []),
    ...aside.map((place) => `What was there before is in ${place}. Remove it once you don't need it.`),
  ]
}

function about({ madeAt, version, findings }: ArchiveHeader): string[] {
  const kinds = { missing: 'was gone when the backup was made', damaged: 'was damaged when the backup was made' }
  return [
    `It is of ${madeAt}, made by version ${version}.`,
    ...findings.map(({ problem, key }) => `${key} ${kinds[problem]}.`),
  ]
}
