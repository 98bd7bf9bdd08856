import type { Picture } from './model.ts'
import { containers } from './pictures/containers.ts'
import { dataFlow } from './pictures/data-flow.ts'
import { development } from './pictures/development.ts'
import { system } from './pictures/system.ts'

export const PICTURES: readonly Picture[] = [system, containers, dataFlow, development]
