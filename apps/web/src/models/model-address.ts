/** Where a model of the registry is shown, or one of its versions. */
export function modelAddress(name: string, version?: number): string {
  const query = new URLSearchParams({ name })
  if (version !== undefined) query.set('version', String(version))
  return `/models/?${query}`
}

export const SENTIMENT_ADDRESS = '/models/?shipped=sentiment'

/** The number of a version in an address; null: it says none. */
export function readVersion(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null
}
