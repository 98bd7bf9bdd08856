import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

export interface Network {
  readonly network: gcp.compute.Network
  readonly subnetwork: gcp.compute.Subnetwork
  /** The way to Google's own network, in which the database is. */
  readonly peering: gcp.servicenetworking.Connection
}

const SUBNET = '10.10.0.0/24'
const OF_GOOGLE_BITS = 20

/** A network without a way in: services are reached through Cloud Run, and the database has no public address. */
export function makeNetwork({ region, options }: Surroundings): Network {
  const network = new gcp.compute.Network(
    'network',
    { name: 'zerosec', autoCreateSubnetworks: false, routingMode: 'REGIONAL', deleteDefaultRoutesOnCreate: false },
    options,
  )
  const subnetwork = new gcp.compute.Subnetwork(
    'services',
    {
      name: 'zerosec-services',
      network: network.id,
      region,
      ipCidrRange: SUBNET,
      privateIpGoogleAccess: true,
      logConfig: { aggregationInterval: 'INTERVAL_5_SEC', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
    },
    options,
  )
  const range = new gcp.compute.GlobalAddress(
    'google-services',
    {
      name: 'zerosec-google',
      purpose: 'VPC_PEERING',
      addressType: 'INTERNAL',
      prefixLength: OF_GOOGLE_BITS,
      network: network.id,
    },
    options,
  )
  const peering = new gcp.servicenetworking.Connection(
    'google-services',
    {
      network: network.id,
      service: 'servicenetworking.googleapis.com',
      reservedPeeringRanges: [range.name],
      deletionPolicy: 'ABANDON',
    },
    options,
  )
  denyIngress(network, { options })
  return { network, subnetwork, peering }
}

/** Google denies what nothing allows; said again, it is seen, logged, and comes before nothing that somebody adds with a lower number. */
function denyIngress(network: gcp.compute.Network, { options }: Pick<Surroundings, 'options'>): void {
  new gcp.compute.Firewall(
    'deny-ingress',
    {
      name: 'zerosec-deny-ingress',
      network: network.id,
      direction: 'INGRESS',
      priority: 65_000,
      sourceRanges: ['0.0.0.0/0'],
      denies: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    },
    options,
  )
}
