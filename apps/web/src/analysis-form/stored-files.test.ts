import type { Artifact, JobSummary } from '@zerosec/contract'
import { expect, it } from 'vitest'
import { storedFiles } from './stored-files.ts'

const job = { file_name: '強度.csv', completed_at: '2026-01-02T03:04:05.000Z' } as JobSummary
const artifacts = ['zsm', 'xlsx', 'png', 'csv'].map(
  (type) => ({ file_key: `outputs/j/1/a.${type}`, file_name: `a.${type}`, file_type: type }) as Artifact,
)

it('offers models or tables of a job, with what tells them apart', () => {
  expect(storedFiles(job, artifacts, 'model')).toEqual([
    { key: 'outputs/j/1/a.zsm', name: 'a.zsm', origin: '強度.csv, 2026-01-02 03:04 UTC' },
  ])
  expect(storedFiles(job, artifacts, 'table').map(({ name }) => name)).toEqual(['a.xlsx', 'a.csv'])
})
