import type { CommerceLoad } from '@zerosec/contract'
import { api } from '../api/client.ts'

const ASK_AGAIN_MS = 500

/** Waits for the end of a load, telling how far it is. @throws Error in its own words where it failed */
export async function followLoad(begun: CommerceLoad, onProgress: (load: CommerceLoad) => void): Promise<CommerceLoad> {
  let load = begun
  while (load.state === 'running') {
    onProgress(load)
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    load = await api.commerce.loadProgress(load.load_id)
  }
  if (load.error) throw new LoadFailure(load.error.message)
  return load
}

/** What the service says of a load that failed. */
export class LoadFailure extends Error {}
