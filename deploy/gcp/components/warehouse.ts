import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

export interface WarehouseArgs {
  /** The dataset's name. */
  readonly name: string
  /** Of the dataset; the bucket of the files has to be there as well. */
  readonly location: string
  /** Who asks: may start queries in the project, and read this dataset and these files. */
  readonly readers: Readonly<Record<string, gcp.serviceaccount.Account>>
  readonly facts: gcp.storage.Bucket
}

/** A week. */
const HOURS_OF_HISTORY = '168'

/** A dataset for a shop's facts, whose tables are the Parquet files that `zerosec commerce export --for bigquery` writes (docs/warehouses.md). */
export function makeWarehouse(
  { name, location, readers, facts }: WarehouseArgs,
  around: Surroundings,
): gcp.bigquery.Dataset {
  const { project, options } = around
  const dataset = new gcp.bigquery.Dataset(
    'facts',
    {
      datasetId: name,
      location,
      description: 'Facts of a shop, as zerosec publishes them',
      deleteContentsOnDestroy: false,
      maxTimeTravelHours: HOURS_OF_HISTORY,
      accesses: [{ role: 'OWNER', specialGroup: 'projectOwners' }],
    },
    { ...options, ignoreChanges: ['accesses'] },
  )
  for (const [reader, account] of Object.entries(readers)) {
    const { member } = account
    new gcp.bigquery.DatasetIamMember(
      `facts-${reader}`,
      { datasetId: dataset.datasetId, role: 'roles/bigquery.dataViewer', member },
      options,
    )
    new gcp.projects.IAMMember(`queries-${reader}`, { project, role: 'roles/bigquery.jobUser', member }, options)
    new gcp.storage.BucketIAMMember(
      `facts-${reader}`,
      { bucket: facts.name, role: 'roles/storage.objectViewer', member },
      options,
    )
  }
  return dataset
}
