import { PolicyPack } from '@pulumi/policy'
import { GCP_RULES } from './gcp/gcp-rules.ts'
import { RULES } from './rules.ts'

/** `pulumi up --policy-pack deploy/policy`: nothing is made that breaks a rule. */
new PolicyPack('zerosec', { policies: [...RULES, ...GCP_RULES] })
