import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

export interface BalancerArgs {
  readonly domain: string
  readonly address: gcp.compute.GlobalAddress
  readonly service: gcp.cloudrunv2.Service
  readonly firewall: gcp.compute.SecurityPolicy
}

/** A name for the public address, made before the services: they believe what it says of clients. */
export function makeAddress({ options }: Surroundings): gcp.compute.GlobalAddress {
  return new gcp.compute.GlobalAddress('public', { name: 'zerosec', ipVersion: 'IPV4' }, options)
}

/** HTTPS to the API, which serves the page as well; HTTP is sent on to it. */
export function makeBalancer({ domain, address, service, firewall }: BalancerArgs, around: Surroundings): void {
  const { options } = around
  const api = backendOf(service, firewall, around)
  const sites = new gcp.compute.URLMap('https', { name: 'zerosec-https', defaultService: api.id }, options)
  const certificate = new gcp.compute.ManagedSslCertificate(
    'public',
    { name: `zerosec-${domain.replaceAll('.', '-')}`, managed: { domains: [domain] } },
    options,
  )
  const policy = new gcp.compute.SSLPolicy(
    'public',
    { name: 'zerosec', profile: 'MODERN', minTlsVersion: 'TLS_1_2' },
    options,
  )
  const https = new gcp.compute.TargetHttpsProxy(
    'https',
    {
      name: 'zerosec-https',
      urlMap: sites.id,
      sslCertificates: [certificate.id],
      sslPolicy: policy.id,
      quicOverride: 'ENABLE',
    },
    options,
  )
  const redirect = new gcp.compute.URLMap(
    'http',
    {
      name: 'zerosec-http',
      defaultUrlRedirect: { httpsRedirect: true, redirectResponseCode: 'MOVED_PERMANENTLY_DEFAULT', stripQuery: false },
    },
    options,
  )
  const http = new gcp.compute.TargetHttpProxy('http', { name: 'zerosec-http', urlMap: redirect.id }, options)
  const shared = { ipAddress: address.address, ipProtocol: 'TCP', loadBalancingScheme: 'EXTERNAL_MANAGED' }
  for (const [name, target, portRange] of [
    ['https', https.id, '443'],
    ['http', http.id, '80'],
  ] as const)
    new gcp.compute.GlobalForwardingRule(name, { ...shared, name: `zerosec-${name}`, target, portRange }, options)
}

/** Kept at the edge is only what the API itself calls public: the page's files, whose names carry their hashes. */
function backendOf(
  service: gcp.cloudrunv2.Service,
  firewall: gcp.compute.SecurityPolicy,
  { region, options }: Surroundings,
): gcp.compute.BackendService {
  const group = new gcp.compute.RegionNetworkEndpointGroup(
    'api',
    { name: 'zerosec-api', region, networkEndpointType: 'SERVERLESS', cloudRun: { service: service.name } },
    options,
  )
  return new gcp.compute.BackendService(
    'api',
    {
      name: 'zerosec-api',
      loadBalancingScheme: 'EXTERNAL_MANAGED',
      protocol: 'HTTPS',
      backends: [{ group: group.id }],
      securityPolicy: firewall.id,
      enableCdn: true,
      compressionMode: 'AUTOMATIC',
      cdnPolicy: {
        cacheMode: 'USE_ORIGIN_HEADERS',
        negativeCaching: false,
        cacheKeyPolicy: { includeHost: true, includeProtocol: true, includeQueryString: true },
      },
      logConfig: { enable: true, sampleRate: 1 },
      customResponseHeaders: ['Strict-Transport-Security: max-age=31536000'],
    },
    options,
  )
}
