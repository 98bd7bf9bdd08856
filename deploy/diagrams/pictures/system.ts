import type { Picture } from '../model.ts'

export const system: Picture = {
  name: 'system',
  title: 'The system and who uses it',
  description:
    'Engineers, a team of a shop and developers use zerosec through its page, its command line and its API. It reads their tables, ' +
    'and gives back reports, workbooks, models and predictions. Around it stand an identity provider, a store of files, warehouses, ' +
    'receivers of alerts, and what watches it.',
  direction: 'down',
  holds: [
    { id: 'engineer', title: 'Engineer', note: 'tables of 20 to 10,000 rows', icon: 'person' },
    { id: 'shop-team', title: 'Shop team', note: 'exports of a shop', icon: 'person' },
    { id: 'developer', title: 'Developer', note: 'programs that call it', icon: 'person' },
    {
      id: 'zerosec',
      title: 'zerosec',
      kind: 'process',
      holds: [
        {
          id: 'analyses',
          title: 'Analyses',
          note: 'plan, model, trade off, next experiments',
          icon: 'flask',
          stands: ['route:/api/v1/analyses', 'route:/api/v1/jobs', 'route:/api/v1/projects'],
        },
        {
          id: 'commerce',
          title: "A shop's numbers",
          note: 'metrics, dashboard, alerts',
          icon: 'chart',
          stands: ['route:/api/v1/commerce'],
        },
        {
          id: 'serving',
          title: 'Serving',
          note: 'registry, predictions, drift',
          icon: 'model',
          stands: ['route:/api/v1/models', 'route:/predict', 'route:/v2'],
        },
      ],
    },
    { id: 'identity', title: 'Identity provider', note: 'OpenID Connect,\noptional', icon: 'key' },
    { id: 'store', title: 'Database and files', note: 'embedded, or\nPostgreSQL and S3', icon: 'database' },
    { id: 'warehouses', title: 'Warehouse', note: 'Trino, Athena,\nBigQuery', icon: 'warehouse' },
    { id: 'receivers', title: 'Receivers', note: 'webhooks,\ne-mail', icon: 'mail' },
    { id: 'watch', title: 'What watches it', note: 'Prometheus,\nOpenTelemetry', icon: 'gauge' },
  ],
  flows: [
    { from: 'engineer', to: 'analyses', label: 'Excel, CSV' },
    { from: 'shop-team', to: 'commerce', label: 'CSV exports' },
    { from: 'developer', to: 'serving', label: 'HTTP, JSON' },
    { from: 'analyses', to: 'identity', label: 'who is it?', kind: 'watch' },
    { from: 'analyses', to: 'store', label: 'jobs, artifacts' },
    { from: 'commerce', to: 'warehouses', label: 'facts as Parquet' },
    { from: 'commerce', to: 'receivers', label: 'alerts, reports' },
    { from: 'serving', to: 'watch', label: 'metrics, traces', kind: 'watch' },
  ],
}
