import { createClient } from '@zerosec/client'
import { fetchAsUser } from '../access/fetch-as-user.ts'

/** The API that serves this page. */
export const api = createClient({ fetch: fetchAsUser })
