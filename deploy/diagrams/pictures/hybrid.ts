import type { Picture } from '../model.ts'

export const hybrid: Picture = {
  name: 'hybrid',
  title: 'API on AWS, analytics in BigQuery',
  description:
    'The service runs on AWS as in the stack ecs, and answers its page from snapshots. The commands of zerosec commerce publish the facts ' +
    'as Parquet to Cloud Storage, where BigQuery reads them, and ask it the same metrics. They prove who they are by a role of AWS, so ' +
    'that no key of Google is stored.',
  direction: 'right',
  holds: [
    {
      id: 'aws',
      title: 'AWS',
      kind: 'place',
      icon: 'aws',
      holds: [
        {
          id: 'role',
          title: 'Role of a task',
          note: 'or of a machine',
          icon: 'aws-iam',
          stands: ['resource:aws:iam/role:Role'],
        },
        {
          id: 'commands',
          title: 'zerosec commerce',
          note: 'export, query, parity',
          icon: 'terminal',
          stands: ['package:commerce', 'app:cli'],
        },
        {
          id: 'api',
          title: 'API and page',
          note: 'answer from snapshots',
          icon: 'aws-fargate',
          stands: ['resource:aws:ecs/service:Service'],
        },
      ],
    },
    {
      id: 'gcp',
      title: 'Google Cloud',
      kind: 'network',
      icon: 'google-cloud',
      holds: [
        {
          id: 'pool',
          title: 'Workload identity',
          note: 'trusts one role of AWS',
          icon: 'shield',
          stands: [
            'resource:gcp:iam/workloadIdentityPool:WorkloadIdentityPool',
            'resource:gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider',
          ],
        },
        {
          id: 'warehouse',
          title: 'BigQuery',
          note: 'the same metrics',
          icon: 'warehouse',
          stands: ['resource:gcp:bigquery/dataset:Dataset'],
        },
        {
          id: 'bucket',
          title: 'Cloud Storage',
          note: 'facts as Parquet',
          icon: 'bucket',
          stands: ['resource:gcp:storage/bucket:Bucket'],
        },
      ],
    },
    { id: 'analysts', title: 'Analysts', note: 'their own tools', icon: 'person' },
  ],
  flows: [
    { from: 'role', to: 'pool', label: 'token for an hour', kind: 'watch' },
    { from: 'commands', to: 'warehouse', label: 'query, parity' },
    { from: 'commands', to: 'bucket', label: 'export' },
    { from: 'api', to: 'commands', label: 'snapshots', isLoose: true },
    { from: 'bucket', to: 'warehouse', label: 'tables over files', isLoose: true },
    { from: 'warehouse', to: 'analysts', label: 'SQL' },
  ],
}
