import type { Picture } from '../model.ts'

export const oneServer: Picture = {
  name: 'one-server',
  title: 'On one server',
  description:
    'Docker runs the API, the worker and PostgreSQL on a server, with Prometheus and Grafana. What is kept is in volumes, of which ' +
    'zerosec backup writes one archive to another place.',
  direction: 'down',
  holds: [
    { id: 'visitors', title: 'Browsers, programs', icon: 'browser' },
    {
      id: 'server',
      title: 'A server with Docker',
      kind: 'place',
      icon: 'docker-icon',
      holds: [
        {
          id: 'service',
          title: 'What answers',
          kind: 'process',
          columns: 2,
          holds: [
            { id: 'api', title: 'API', note: 'page and API, port 8000', icon: 'nodejs-icon', stands: ['service:api'] },
            { id: 'worker', title: 'Worker', note: 'runs jobs', icon: 'worker', stands: ['service:worker'] },
          ],
        },
        {
          id: 'monitoring',
          title: 'What watches it',
          kind: 'step',
          columns: 1,
          holds: [
            {
              id: 'prometheus',
              title: 'Prometheus',
              note: 'rules and alerts',
              icon: 'prometheus',
              stands: ['service:prometheus'],
            },
            { id: 'grafana', title: 'Grafana', note: 'dashboards', icon: 'grafana', stands: ['service:grafana'] },
          ],
        },
        {
          id: 'state',
          title: 'What is kept, in volumes',
          kind: 'step',
          columns: 2,
          holds: [
            {
              id: 'database',
              title: 'PostgreSQL',
              note: 'jobs, models, keys',
              icon: 'postgresql',
              stands: ['service:postgres'],
            },
            { id: 'data', title: 'Data folder', note: 'files, snapshots of shops', icon: 'folder' },
          ],
        },
      ],
    },
    { id: 'elsewhere', title: 'Another place', note: 'archives of all that is kept', icon: 'bucket' },
  ],
  flows: [
    { from: 'visitors', to: 'service', label: 'HTTP, behind your TLS' },
    { from: 'service', to: 'state' },
    { from: 'monitoring', to: 'service', label: '/metrics', kind: 'watch', isLoose: true },
    { from: 'state', to: 'elsewhere', label: 'zerosec backup' },
  ],
  rows: [['service', 'monitoring']],
}
