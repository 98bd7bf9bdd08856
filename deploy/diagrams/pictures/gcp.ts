import type { Picture } from '../model.ts'

export const gcp: Picture = {
  name: 'gcp',
  title: 'On Google Cloud',
  description:
    'A load balancer with a firewall and a certificate passes requests to the API on Cloud Run; a worker is a service beside it. Both ' +
    'reach Cloud SQL through a private network. Files are in Cloud Storage, facts of a shop in BigQuery, secrets in Secret Manager. ' +
    'Cloud Monitoring watches; GitHub Actions deploys with a federated identity.',
  direction: 'down',
  holds: [
    { id: 'visitors', title: 'Browsers, programs', icon: 'browser' },
    {
      id: 'entry',
      title: 'Global load balancer',
      kind: 'place',
      columns: 1,
      holds: [
        {
          id: 'address',
          title: 'Address, certificate',
          note: 'HTTP leads to HTTPS',
          icon: 'network',
          stands: [
            'resource:gcp:compute/globalAddress:GlobalAddress',
            'resource:gcp:compute/globalForwardingRule:GlobalForwardingRule',
            'resource:gcp:compute/managedSslCertificate:ManagedSslCertificate',
            'resource:gcp:compute/targetHttpsProxy:TargetHttpsProxy',
          ],
        },
        {
          id: 'firewall',
          title: 'Cloud Armor',
          note: 'rules, rate limits',
          icon: 'shield',
          stands: ['resource:gcp:compute/securityPolicy:SecurityPolicy'],
        },
        {
          id: 'backend',
          title: 'Backend and CDN',
          note: 'caches the page',
          icon: 'balancer',
          stands: [
            'resource:gcp:compute/backendService:BackendService',
            'resource:gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup',
            'resource:gcp:compute/uRLMap:URLMap',
          ],
        },
      ],
    },
    {
      id: 'network',
      title: 'VPC network',
      kind: 'network',
      stands: ['resource:gcp:compute/network:Network', 'resource:gcp:compute/subnetwork:Subnetwork'],
      holds: [
        {
          id: 'run',
          title: 'Cloud Run',
          kind: 'process',
          icon: 'google-cloud-run',
          columns: 3,
          holds: [
            {
              id: 'api',
              title: 'API',
              note: 'service',
              icon: 'google-cloud-run',
              stands: ['resource:gcp:cloudrunv2/service:Service'],
            },
            { id: 'worker', title: 'Worker', note: 'service', icon: 'google-cloud-run' },
            {
              id: 'migrate',
              title: 'Migration',
              note: 'job, before each release',
              icon: 'google-cloud-run',
              stands: ['resource:gcp:cloudrunv2/job:Job'],
            },
          ],
        },
        {
          id: 'private-services',
          title: 'Private services',
          kind: 'step',
          columns: 1,
          stands: ['resource:gcp:servicenetworking/connection:Connection'],
          holds: [
            {
              id: 'database',
              title: 'Cloud SQL',
              note: 'PostgreSQL, no public address',
              icon: 'postgresql',
              stands: ['resource:gcp:sql/databaseInstance:DatabaseInstance', 'resource:gcp:sql/database:Database'],
            },
          ],
        },
      ],
    },
    {
      id: 'services',
      title: 'Services of the project',
      kind: 'place',
      icon: 'google-cloud',
      columns: 3,
      holds: [
        {
          id: 'buckets',
          title: 'Cloud Storage',
          note: 'inputs, outputs, facts',
          icon: 'bucket',
          stands: ['resource:gcp:storage/bucket:Bucket'],
        },
        {
          id: 'warehouse',
          title: 'BigQuery',
          note: 'queries of the facts',
          icon: 'warehouse',
          stands: ['resource:gcp:bigquery/dataset:Dataset'],
        },
        {
          id: 'secrets',
          title: 'Secret Manager',
          icon: 'key',
          stands: [
            'resource:gcp:secretmanager/secret:Secret',
            'resource:gcp:secretmanager/secretVersion:SecretVersion',
          ],
        },
      ],
    },
    {
      id: 'watch',
      title: 'What watches it',
      kind: 'step',
      columns: 1,
      holds: [
        {
          id: 'monitoring',
          title: 'Cloud Monitoring',
          note: 'alerts, board, uptime',
          icon: 'gauge',
          stands: [
            'resource:gcp:monitoring/alertPolicy:AlertPolicy',
            'resource:gcp:monitoring/dashboard:Dashboard',
            'resource:gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig',
            'resource:gcp:monitoring/notificationChannel:NotificationChannel',
          ],
        },
        {
          id: 'log',
          title: 'Cloud Logging',
          note: 'log, audit log, counts',
          icon: 'document',
          stands: ['resource:gcp:logging/metric:Metric', 'resource:gcp:projects/iAMAuditConfig:IAMAuditConfig'],
        },
      ],
    },
    {
      id: 'delivery',
      title: 'How a release comes there',
      kind: 'step',
      columns: 1,
      holds: [
        {
          id: 'actions',
          title: 'GitHub Actions',
          note: 'federated identity',
          icon: 'github-actions',
          stands: [
            'resource:gcp:iam/workloadIdentityPool:WorkloadIdentityPool',
            'resource:gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider',
          ],
        },
        {
          id: 'images',
          title: 'Artifact Registry',
          note: 'images by digest',
          icon: 'docker-icon',
          stands: ['resource:gcp:artifactregistry/repository:Repository'],
        },
      ],
    },
  ],
  flows: [
    { from: 'visitors', to: 'entry', label: 'HTTPS' },
    { from: 'entry', to: 'run' },
    { from: 'run', to: 'database', label: 'private address' },
    { from: 'run', to: 'services', label: 'each with its own account' },
    { from: 'run', to: 'watch', kind: 'watch' },
    { from: 'delivery', to: 'run', label: 'migrates, rolls out', kind: 'watch' },
  ],
  orders: [['database', 'services']],
}
