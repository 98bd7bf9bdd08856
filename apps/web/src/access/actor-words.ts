import type { ApiKey } from '@zerosec/contract'

const KEY = 'key:'

export function isKeyActor(actor: string): boolean {
  return actor.startsWith(KEY)
}

/** Who did something, after "by"; a key by its name where it is among `keys`. */
export function actorWords(actor: string, keys: readonly ApiKey[]): string {
  switch (actor) {
    case 'anyone':
      return 'someone (sign-in was off)'
    case 'local':
      return 'the command line'
    case 'start-link':
      return 'whoever followed the start link'
  }
  if (!isKeyActor(actor)) return actor.replace(/^oidc:/, '')
  const id = actor.slice(KEY.length)
  const name = keys.find(({ key_id: other }) => other === id)?.name
  return name === undefined ? `key ${id}` : `key “${name}”`
}
