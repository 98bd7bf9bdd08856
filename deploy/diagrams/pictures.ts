import type { Picture } from './model.ts'
import { aws } from './pictures/aws.ts'
import { containers } from './pictures/containers.ts'
import { dataFlow } from './pictures/data-flow.ts'
import { development } from './pictures/development.ts'
import { gcp } from './pictures/gcp.ts'
import { hybrid } from './pictures/hybrid.ts'
import { oneServer } from './pictures/one-server.ts'
import { system } from './pictures/system.ts'

export const PICTURES: readonly Picture[] = [system, containers, dataFlow, development, oneServer, aws, gcp, hybrid]
