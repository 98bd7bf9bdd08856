/** What Vega asks its loader for, see `Loader` of vega-loader. */
export interface RefusingLoader {
  readonly options: Record<string, never>
  readonly fileAccess: false
  /** The addresses that were asked for: a rendering that finds one here must fail, since Vega itself only logs it. */
  readonly refused: readonly string[]
  load(uri: string): Promise<never>
  /** Gives no address at all, so that a link leads nowhere and a picture stays empty. */
  sanitize(uri: string): Promise<{ href: string }>
  http(uri: string): Promise<never>
  file(uri: string): Promise<never>
}

/**
 * A Vega loader that opens nothing: a figure carries its data inline, so that it neither reads files of the machine that
 * renders it nor calls an address. (Vega's own loader reads `file://` in Node even in http mode.)
 */
export function refusingLoader(): RefusingLoader {
  const refused: string[] = []
  const load = (uri: string): Promise<never> => {
    refused.push(uri)
    return Promise.reject(new RangeError(`a figure must hold its data inline; it asks for ${uri}`))
  }
  const sanitize = (uri: string): Promise<{ href: string }> => {
    refused.push(uri)
    return Promise.resolve({} as { href: string }) // a rejection is left unhandled by Vega and would end the process
  }
  return { options: {}, fileAccess: false, refused, load, sanitize, http: load, file: load }
}
