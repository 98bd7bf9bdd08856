import { ENGINE_WORK } from './engine-work.ts'
import { serveParts } from './serve-parts.ts'

/** Entry of a helping thread. */
serveParts(ENGINE_WORK)
