import { PolicyPack } from '@pulumi/policy'
import { RULES } from './rules.ts'

/** `pulumi up --policy-pack deploy/policy`: nothing is made that breaks a rule. */
new PolicyPack('zerosec', { policies: [...RULES] })
