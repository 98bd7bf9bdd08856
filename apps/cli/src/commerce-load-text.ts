import type { LoadedFile, LoadResult } from '@zerosec/commerce'
import { textTable } from './text-table.ts'

const SHOWN_FILES = 30

/** What a load did, for reading: files with what became of their rows, tables, decisions and doubts. */
export function loadText(result: LoadResult): string {
  if (result.snapshot === null) {
    return `Nothing has changed: every file was loaded before. Snapshot ${result.serves} goes on serving.`
  }
  return [
    result.files.length === 0 ? '' : filesText(result.files),
    result.tables.length === 0 ? '' : tablesText(result),
    findingsText(result),
    `Snapshot ${result.snapshot} serves now.${removedText(result.removed)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const COUNTS = ['rows', 'loaded', 'quarantined', 'superseded', 'ignored'] as const

function filesText(files: readonly LoadedFile[]): string {
  const shown =
    files.length <= SHOWN_FILES ? files : files.filter(({ state }) => state !== 'kept').slice(0, SHOWN_FILES)
  const rows = shown.map((file) => [
    file.name,
    file.sameAs === undefined ? file.state : `same as ${file.sameAs}`,
    ...COUNTS.map((count) => countText(file[count])),
  ])
  const totals = COUNTS.map((count) => countText(files.reduce((sum, file) => sum + (file[count] ?? 0), 0)))
  const more = files.length - shown.length
  return textTable(
    [{ label: 'file', maxWidth: 60 }, { label: '' }, ...COUNTS.map((label) => ({ label, align: 'right' as const }))],
    [...rows, ...(more > 0 ? [[`… and ${more} more`, '', '', '', '', '', '']] : []), ['in all', '', ...totals]],
  )
}

function tablesText({ tables }: LoadResult): string {
  const filled = tables.filter(({ rows }) => rows > 0)
  return `Tables: ${filled.map(({ table, rows }) => `${rows.toLocaleString('en-US')} ${table}`).join(', ')}.`
}

function findingsText({ findings, facts }: LoadResult): string {
  const lines = [
    ...findings.map(({ place, words, code }) => `  - ${place}: ${words} (${code})`),
    ...facts.map(({ words, count, code }) => `  - ${words}: ${count.toLocaleString('en-US')} (${code})`),
  ]
  return lines.length === 0 ? '' : `Decisions and doubts:\n${lines.join('\n')}`
}

function removedText(removed: readonly string[]): string {
  return removed.length === 0 ? '' : ` Removed as the oldest, beyond those that are kept: ${removed.join(', ')}.`
}

function countText(count: number | undefined): string {
  return count === undefined || count === 0 ? '' : count.toLocaleString('en-US')
}
