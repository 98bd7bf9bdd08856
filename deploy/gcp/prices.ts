/**
 * List prices on demand, in US dollars, written down from memory of Google's price pages without a look at them: check those that weigh
 * before you decide by them. Taxes, discounts for committed use and the free tier are not in it.
 */
export const PRICES = {
  date: '2025-06',
  region: 'europe-west1',
  source: 'https://cloud.google.com/<service>/pricing, and https://cloud.google.com/products/calculator for the whole',
  /** By the hour. */
  hour: {
    /** Cloud Run whose processors are allocated all the time. */
    processor: 0.0648,
    memoryGb: 0.0072,
    /** Cloud SQL for PostgreSQL, Enterprise, in one zone. */
    databaseProcessor: 0.0413,
    databaseMemoryGb: 0.007,
    forwardingRules: 0.025,
  },
  /** By the month. */
  month: {
    databaseGb: 0.17,
    databaseCopyGb: 0.08,
    bucketGb: 0.02,
    imageGb: 0.1,
    secret: 0.06,
    firewall: 5,
    firewallRule: 1,
    alarm: 0.1,
  },
  /** By use. */
  use: {
    outGb: 0.12,
    balancedGb: 0.008,
    millionFirewallRequests: 0.75,
    logGb: 0.5,
    readTb: 6.25,
    scannedImage: 0.26,
  },
} as const
