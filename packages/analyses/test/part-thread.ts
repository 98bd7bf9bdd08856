import { serveParts } from '../src/threads/serve-parts.ts'
import { TEST_WORK } from './part-work.ts'

/** Entry of a helping thread for the tests of the pool. */
serveParts(TEST_WORK)
