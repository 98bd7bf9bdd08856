/** The demo shop: what it is made of. Equal settings make equal rows. */
export interface DemoSettings {
  readonly orders: number
  readonly seed: number
  /** The last day, ISO. */
  readonly until: string
  /** Whose days are counted; left out: the shop's own. */
  readonly timeZone?: string
}

export const DEMO_DEFAULTS: DemoSettings = { orders: 100_000, seed: 1, until: '2026-10-31' }

/** Fewer orders have no picture; more take longer than a demo should. */
export const DEMO_LIMITS = { least: 100, most: 5_000_000 } as const

export const DEMO_CURRENCY = 'EUR'
export const DEMO_TIME_ZONE = 'Europe/Berlin'

/** Three years. */
export const DEMO_DAYS = 1096
