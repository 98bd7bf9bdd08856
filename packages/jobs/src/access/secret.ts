import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a secret is for; it stands in the secret, so that whoever finds one knows what it opens. */
export type SecretKind = 'session' | 'once' | 'local'

const SECRET_BYTES = 16
const KEY_ID_BYTES = 6

/** `zs_<kind>_<32 hex digits>`: 128 random bits. */
export function newSecret(kind: SecretKind): string {
  return `zs_${kind}_${randomBytes(SECRET_BYTES).toString('hex')}`
}

export function isSecretOf(kind: SecretKind, text: string): boolean {
  return new RegExp(`^zs_${kind}_[0-9a-f]{32}$`).test(text)
}

/** `zs_<key id>_<32 hex digits>`. The id is no secret: lists and logs name the key by it. */
export function newKey(): { keyId: string; key: string } {
  const keyId = randomBytes(KEY_ID_BYTES).toString('hex')
  return { keyId, key: `zs_${keyId}_${randomBytes(SECRET_BYTES).toString('hex')}` }
}

/** The id in a text of the form of a key. */
export function keyIdOf(text: string): string | undefined {
  return /^zs_([0-9a-f]{12})_[0-9a-f]{32}$/.exec(text)?.[1]
}

/** What is stored of a secret. It has 128 random bits, so there is nothing to guess: no salt, no slow hash. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** In a time that tells nothing of where two hashes differ. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
