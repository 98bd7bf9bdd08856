import type { Picture } from '../model.ts'

export const hybrid: Picture = {
  name: 'hybrid',
  title: 'API on AWS, analytics in BigQuery',
  description:
    'The service runs on AWS as in the stack ecs. The facts of its shops are published as Parquet to Cloud Storage, where BigQuery reads ' +
    'them; the API asks BigQuery the same metrics. The task on AWS proves who it is by its role, so that no key of Google is stored.',
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
          title: 'Role of the task',
          note: 'IAM',
          icon: 'aws-iam',
          stands: ['resource:aws:iam/role:Role'],
        },
        {
          id: 'api',
          title: 'API',
          note: 'ECS on Fargate',
          icon: 'aws-fargate',
          stands: ['resource:aws:ecs/service:Service'],
        },
        { id: 'snapshots', title: 'Snapshots', note: 'DuckDB: the dashboard', icon: 'snapshot' },
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
  ],
  flows: [
    { from: 'role', to: 'pool', label: 'proof for an hour', kind: 'watch' },
    { from: 'api', to: 'warehouse', label: 'queries' },
    { from: 'snapshots', to: 'bucket', label: 'published after a load' },
    { from: 'bucket', to: 'warehouse', label: 'external tables', isLoose: true },
  ],
}
