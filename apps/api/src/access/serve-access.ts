import { CodedError } from '@zerosec/errors'
import {
  type Configuration,
  type IssuerSettings,
  newSecret,
  type Platform,
  removeLocalAccess,
  writeLocalAccess,
} from '@zerosec/jobs'
import type { AccessSettings } from './access-settings.ts'
import { signInUrl } from './session-routes.ts'

/**
 * How callers show who they are, as it is configured.
 * @throws CodedError configuration_invalid where everyone beyond this machine could come in, or any token of the issuer would do
 */
export function accessOf(configuration: Configuration): AccessSettings {
  const { authentication, host, sessionHours, auditDays, metricsToken } = configuration
  if (authentication === 'off' && !isLoopback(host)) {
    const problem = `off lets everyone in who reaches ${host}. Leave it on, or listen on 127.0.0.1 only`
    throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_AUTH', problem })
  }
  const issuer = issuerOf(configuration)
  return {
    authentication,
    ...(issuer ? { issuer } : {}),
    localSecret: newSecret('local'),
    ...(metricsToken === undefined ? {} : { metricsToken }),
    sessionSeconds: Math.round(sessionHours * 3600),
    auditDays,
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function issuerOf(configuration: Configuration): IssuerSettings | undefined {
  const { oidcIssuer: issuer, oidcAudience: audience } = configuration
  if (issuer === undefined) return undefined
  if (audience === '') {
    const problem = 'it is empty, so a token that the issuer gave for any other service would do. Name the audience'
    throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_OIDC_AUDIENCE', problem })
  }
  return {
    issuer,
    audience,
    workspaceClaim: configuration.oidcWorkspaceClaim,
    scopeClaim: configuration.oidcScopeClaim,
    otherScope: configuration.oidcScope,
  }
}

/**
 * Lets the command line of this machine in, and tells how a browser comes in. The link is printed where the platform is one process on
 * someone's machine; a server's output goes to a log, which is no place for it.
 *
 * @returns what takes that back when the service ends
 */
export async function openLocalAccess(
  platform: Platform,
  configuration: Configuration,
  { authentication, localSecret: secret = '' }: AccessSettings,
  { url, print }: { readonly url: string; readonly print: (line: string) => void },
): Promise<() => void> {
  const { dataFolder, databaseUrl, publicUrl } = configuration
  writeLocalAccess(dataFolder, { url, secret })
  if (authentication === 'off') {
    print('Authentication is off: every program on this machine may do everything.')
  } else if (databaseUrl === undefined) {
    const { token } = await platform.access.sessions.createOneTimeToken()
    print(`Sign in, once within an hour: ${signInUrl(publicUrl ?? url, token)}`)
  } else {
    print('zerosec sign-in prints a link that signs a browser in, zerosec keys create makes a key.')
  }
  return () => removeLocalAccess(dataFolder, { url, secret })
}
