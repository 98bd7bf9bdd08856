export { VERSION } from './version.ts'

/** Names of the analyses of the catalogue, for who must not load them. */
export const ANALYSIS_NAMES = [
  'linear_analysis',
  'nonlinear_analysis',
  'classification',
  'optimization',
  'prediction',
  'pareto',
  'next_experiments',
] as const
