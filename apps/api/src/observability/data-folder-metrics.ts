import { statfs } from 'node:fs/promises'
import { snapshotAges } from '@zerosec/commerce/snapshot-ages'
import { gauge, type MetricFamily } from '@zerosec/telemetry'

/** The disk of the data folder, and how old the shops' numbers are; without what can't be read, which readiness tells. */
export async function dataFolderMetrics(dataFolder: string): Promise<MetricFamily[]> {
  const [disk, ages] = await Promise.all([
    statfs(dataFolder).catch(() => undefined),
    snapshotAges(dataFolder, new Date()),
  ])
  return [
    ...(disk ? [diskMetrics(disk.bsize * disk.blocks, disk.bsize * disk.bavail)] : []),
    gauge('zerosec_snapshots_serving', 'Workspaces whose shop has numbers: a snapshot that is served.', ages.length),
    ...(ages.length === 0
      ? []
      : [
          gauge(
            'zerosec_oldest_snapshot_age_seconds',
            'How long ago the snapshot was made that is the oldest of those that serve.',
            Math.max(...ages),
          ),
        ]),
  ]
}

function diskMetrics(size: number, free: number): MetricFamily {
  return {
    name: 'zerosec_data_disk_bytes',
    type: 'gauge',
    help: 'The disk of the data folder: what is free to this user, and what is not.',
    samples: [
      { labels: { state: 'free' }, value: free },
      { labels: { state: 'taken' }, value: Math.max(0, size - free) },
    ],
  }
}
