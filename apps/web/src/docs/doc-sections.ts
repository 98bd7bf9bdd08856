/** What the list of the docs has in which order; what is named nowhere comes last. */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  'Begin here': ['quick-start', 'user-guide'],
  Analyses: [
    'optimization',
    'nonlinear_analysis',
    'classification',
    'text',
    'prediction',
    'pareto',
    'next_experiments',
    'projects',
  ],
  "A shop's numbers": ['commerce', 'warehouses'],
  'Models as services': ['serving', 'sentiment', 'model-file'],
  'For programs': ['api', 'api-reference', 'client', 'cli', 'errors', 'jobs', 'queue', 'fan-out'],
  'Deploy and operate': [
    'deploy-one-server',
    'deploy-aws',
    'deploy-gcp',
    'deploy-hybrid',
    'releases',
    'operations',
    'files',
    'access',
    'observability',
    'security',
    'troubleshooting',
  ],
}

export interface DocSection {
  readonly title: string
  readonly names: readonly string[]
}

/** The docs that there are by section; a section without any is left out. */
export function docSections(names: readonly string[]): DocSection[] {
  const placed = new Set(Object.values(SECTIONS).flat())
  const all: DocSection[] = [
    ...Object.entries(SECTIONS).map(([title, order]) => ({
      title,
      names: order.filter((name) => names.includes(name)),
    })),
    { title: 'More', names: names.filter((name) => !placed.has(name)) },
  ]
  return all.filter((section) => section.names.length > 0)
}
