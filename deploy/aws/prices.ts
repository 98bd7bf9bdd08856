/**
 * List prices on demand, in US dollars, written down from memory of AWS's price pages without a look at them: check those that weigh
 * before you decide by them. Taxes, discounts and the free tier are not in it.
 */
export const PRICES = {
  date: '2025-06',
  region: 'us-east-1',
  source: 'https://aws.amazon.com/<service>/pricing/, and https://calculator.aws for the whole',
  /** By the hour. */
  hour: {
    machine: { 't3.micro': 0.0104, 't3.small': 0.0208, 't3.medium': 0.0416, 't3.large': 0.0832, 'm7i.large': 0.1008 },
    /** PostgreSQL in two zones. */
    database: {
      'db.t4g.micro': 0.032,
      'db.t4g.small': 0.065,
      'db.t4g.medium': 0.129,
      'db.t4g.large': 0.258,
      'db.m7g.large': 0.337,
    },
    publicAddress: 0.005,
    natGateway: 0.045,
    balancer: 0.0225,
    /** Fargate, Linux on x86. */
    processor: 0.04048,
    memoryGb: 0.004445,
  },
  /** By the month. */
  month: {
    diskGb: 0.08,
    databaseGb: 0.23,
    folderGb: 0.3,
    bucketGb: 0.023,
    imageGb: 0.1,
    copyGb: 0.05,
    databaseCopyGb: 0.095,
    key: 1,
    secret: 0.4,
    alarm: 0.1,
    dashboard: 3,
    metric: 0.3,
    firewall: 5,
    firewallRule: 1,
  },
  /** By use. */
  use: {
    outGb: 0.09,
    edgeGb: 0.085,
    natGb: 0.045,
    logGb: 0.5,
    millionEdgeRequests: 1,
    millionFirewallRequests: 0.6,
    millionMessages: 0.4,
    balancerUnitHour: 0.008,
    readTb: 5,
  },
} as const
