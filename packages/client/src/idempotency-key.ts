/** A new random key. Not by `crypto.randomUUID`: a page that came over plain HTTP does not have it. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
