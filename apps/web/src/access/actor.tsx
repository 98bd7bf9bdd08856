'use client'

import { actorWords, isKeyActor } from './actor-words.ts'
import { useKeys } from './use-keys.ts'
import { useSession } from './use-session.ts'

/** Who did something. A key has its name for those who may see the keys, its id for others. */
export function Actor({ actor }: { actor: string }) {
  const isKey = isKeyActor(actor)
  const session = useSession({ enabled: isKey })
  const keys = useKeys({ enabled: isKey && session.data?.scope === 'admin' })
  return <span title={actor}>{actorWords(actor, keys.data ?? [])}</span>
}
