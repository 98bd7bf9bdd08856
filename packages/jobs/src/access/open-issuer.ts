import type { Issuer, IssuerSettings } from './issuer.ts'

/**
 * What checks tokens is loaded with the first one, and the issuer asked then: most platforms have none, and it need not be up before us.
 *
 * @param defaultWorkspace  for tokens that need not name one
 */
export function openIssuer(settings: IssuerSettings, defaultWorkspace: string): Issuer {
  let opened: Promise<Issuer> | undefined
  return {
    async identify(token) {
      opened ??= import('./verify-tokens.ts').then(({ verifyTokens }) => verifyTokens(settings, defaultWorkspace))
      return (await opened).identify(token)
    },
  }
}

/** Whether a text has the form of a signed token: three parts, the first an object. */
export function isToken(text: string): boolean {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(text)
}
