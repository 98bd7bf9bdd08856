import type { Rule } from './rule.ts'
import { BUCKET_RULES } from './rules/buckets.ts'
import { CONTAINER_RULES } from './rules/containers.ts'
import { DATABASE_RULES } from './rules/databases.ts'
import { EDGE_RULES } from './rules/edge.ts'
import { IDENTITY_RULES } from './rules/identity.ts'
import { MACHINE_RULES } from './rules/machines.ts'
import { NETWORK_RULES } from './rules/network.ts'
import { OPERATION_RULES } from './rules/operations.ts'
import { QUEUE_RULES } from './rules/queues.ts'
import { STORAGE_RULES } from './rules/storage.ts'

/** Every rule that a stack has to keep. */
export const RULES: readonly Rule[] = [
  ...BUCKET_RULES,
  ...STORAGE_RULES,
  ...DATABASE_RULES,
  ...QUEUE_RULES,
  ...MACHINE_RULES,
  ...CONTAINER_RULES,
  ...NETWORK_RULES,
  ...EDGE_RULES,
  ...IDENTITY_RULES,
  ...OPERATION_RULES,
]
