import { createClient } from '@zerosec/client'

/** The API that serves this page. */
export const api = createClient()
