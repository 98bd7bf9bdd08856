import type { Rule } from '../rule.ts'
import { ACCESS_RULES } from './access-rules.ts'
import { asPolicy } from './gcp-rule.ts'
import { NETWORK_RULES } from './network-rules.ts'
import { STORE_RULES } from './store-rules.ts'

/** Everything that a stack on Google Cloud keeps to. */
export const GCP_RULES: readonly Rule[] = [...STORE_RULES, ...NETWORK_RULES, ...ACCESS_RULES].map(asPolicy)

/** Checks of the same benchmarks that nothing here is held to, with the reason. */
export const NOT_APPLIED: Readonly<Record<string, string>> = {
  'CKV_GCP_80, CKV_GCP_81, CKV_GCP_84':
    'Keys of one’s own for BigQuery and Artifact Registry: Google encrypts all of it by keys of its own; a company that has to hold the keys sets kmsKeyName.',
  'CIS 4.x': 'Virtual machines: there are none.',
  'CIS 6.1, CIS 6.3': 'MySQL and SQL Server: the database is PostgreSQL.',
  'CIS 2.4 to 2.11':
    'Alerts on changes of a project’s rights, networks and routes: of the organisation, not of one stack.',
  'CIS 1.1 to 1.3': 'How people sign in: of the organisation.',
}
