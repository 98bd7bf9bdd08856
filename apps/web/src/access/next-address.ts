/** The sign-in page, which leads back to `from`. */
export function signInAddress(signIn: string, from: Pick<Location, 'pathname' | 'search'>): string {
  const here = from.pathname + from.search
  return here === '/' ? signIn : `${signIn}?next=${encodeURIComponent(here)}`
}

/** Where to go on after the sign-in: a place of this page, whatever a link says. */
export function nextAddress(search: string, origin: string): string {
  const wanted = new URLSearchParams(search).get('next') ?? '/'
  if (!URL.canParse(wanted, origin)) return '/'
  const url = new URL(wanted, origin)
  return url.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}

/** The one-time token of a link; it stands behind the `#`, which browsers send nowhere. */
export function tokenOf(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('token')
}
