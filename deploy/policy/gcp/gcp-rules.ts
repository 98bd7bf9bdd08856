import type { Rule } from '../rule.ts'
import { ACCESS_RULES } from './access-rules.ts'
import { asPolicy } from './gcp-rule.ts'
import { NETWORK_RULES } from './network-rules.ts'
import { STORE_RULES } from './store-rules.ts'

/** Everything that a stack on Google Cloud keeps to. */
export const GCP_RULES: readonly Rule[] = [...STORE_RULES, ...NETWORK_RULES, ...ACCESS_RULES].map(asPolicy)

/** Checks of the same benchmarks that nothing here is held to, with the reason. */
export const NOT_APPLIED: Readonly<Record<string, string>> = {
  'CKV_GCP_80, CKV_GCP_81, CKV_GCP_84: keys of one’s own for BigQuery and Artifact Registry':
    'Google encrypts all of it by keys of its own; a company that has to hold the keys sets `kmsKeyName`',
  'CKV_GCP_62: access logs of buckets': 'the audit log of reading holds more',
  'CKV_GCP_102: Cloud Run asks everybody for a token':
    'zerosec itself asks for a key or a session; of Google’s networks only the load balancer reaches the API',
  'CIS 1.1 to 1.3, 2.4 to 2.11: how people sign in, alerts on changes of a project':
    'of the organisation, not of one stack',
  'CIS 4: machines': 'there are none',
  'CIS 6.1, 6.3: MySQL, SQL Server': 'the database is PostgreSQL',
}
