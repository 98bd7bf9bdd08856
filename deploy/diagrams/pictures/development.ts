import type { Picture } from '../model.ts'

export const development: Picture = {
  name: 'development',
  title: 'From an edit to a release',
  description:
    'An edit runs from source. npm run check is what a merge needs: types, layers, sizes, generated files, tests. GitHub runs the same, ' +
    'then makes images with their bill of materials and provenance, and brings them out, with the way back if they are not healthy.',
  direction: 'down',
  holds: [
    {
      id: 'edit',
      title: 'An edit',
      kind: 'process',
      columns: 3,
      holds: [
        {
          id: 'start',
          title: 'npm start',
          note: 'everything, from source',
          icon: 'nodejs-icon',
          stands: ['script:start'],
        },
        {
          id: 'dev',
          title: 'compose',
          note: 'profile dev',
          icon: 'docker-icon',
          stands: ['service:dev', 'service:dev-page'],
        },
        { id: 'test', title: 'npm test', note: 'beside the code', icon: 'vitest', stands: ['script:test'] },
        { id: 'format', title: 'npm run format', note: 'Biome', icon: 'document', stands: ['script:format'] },
        { id: 'build', title: 'npm run build', note: 'page, CLI', icon: 'package', stands: ['script:build'] },
      ],
    },
    {
      id: 'generated',
      title: 'What is generated, and checked to be fresh',
      kind: 'step',
      columns: 2,
      holds: [
        { id: 'docs', title: 'npm run docs', note: 'pages of docs', icon: 'document', stands: ['script:docs'] },
        {
          id: 'diagrams',
          title: 'npm run diagrams',
          note: 'these pictures',
          icon: 'chart',
          stands: ['script:diagrams'],
        },
        {
          id: 'kernels',
          title: 'npm run kernels',
          note: 'WebAssembly',
          icon: 'webassembly',
          stands: ['script:kernels'],
        },
        {
          id: 'sentiment',
          title: 'npm run sentiment',
          note: 'the model that ships',
          icon: 'model',
          stands: ['script:sentiment'],
        },
      ],
    },
    {
      id: 'measured',
      title: 'What is measured',
      kind: 'step',
      columns: 1,
      holds: [
        {
          id: 'bench',
          title: 'npm run bench',
          note: "our time and the peer's",
          icon: 'gauge',
          stands: ['script:bench'],
        },
        {
          id: 'faults',
          title: 'npm run faults',
          note: 'faults made on purpose',
          icon: 'error',
          stands: ['script:faults'],
        },
      ],
    },
    {
      id: 'check',
      title: 'npm run check',
      kind: 'process',
      columns: 4,
      stands: ['script:check'],
      holds: [
        { id: 'types', title: 'Types', note: 'TypeScript, strict', icon: 'typescript-icon' },
        { id: 'rules', title: 'House rules', note: 'layers, cycles, sizes, names', icon: 'rule' },
        { id: 'tests', title: 'Tests', note: 'units, real services, Chromium', icon: 'vitest' },
        { id: 'stacks', title: 'Stacks', note: 'Pulumi, policies, alerts', icon: 'pulumi-icon' },
      ],
    },
    {
      id: 'github',
      title: 'GitHub Actions',
      kind: 'place',
      icon: 'github-actions',
      columns: 3,
      holds: [
        { id: 'ci', title: 'CI', note: 'the same check', icon: 'rule', stands: ['workflow:ci.yml'] },
        {
          id: 'release',
          title: 'Release',
          note: 'images by digest, SBOM, provenance',
          icon: 'docker-icon',
          stands: ['workflow:release.yml'],
        },
        {
          id: 'deploy',
          title: 'Deploy',
          note: 'OpenID Connect, no stored keys',
          icon: 'key',
          stands: ['workflow:deploy.yml'],
        },
      ],
    },
    {
      id: 'targets',
      title: 'Where it runs',
      kind: 'place',
      columns: 3,
      holds: [
        { id: 'server', title: 'One server', note: 'compose', icon: 'server' },
        { id: 'aws', title: 'AWS', note: 'EC2 or ECS', icon: 'aws' },
        { id: 'gcp', title: 'Google Cloud', note: 'Cloud Run', icon: 'google-cloud' },
      ],
    },
  ],
  flows: [
    { from: 'edit', to: 'generated' },
    { from: 'edit', to: 'measured' },
    { from: 'generated', to: 'check' },
    { from: 'measured', to: 'check', kind: 'watch' },
    { from: 'check', to: 'github', label: 'push' },
    { from: 'github', to: 'targets', label: 'migrate, roll out,\nwait until healthy' },
    { from: 'targets', to: 'github', label: 'back, if not', kind: 'watch' },
  ],
}
