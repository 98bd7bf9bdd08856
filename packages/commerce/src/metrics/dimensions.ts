/** What numbers can be split and filtered by, in a shop's words. Which metrics know one is said by the facts that they are made of. */
export const DIMENSIONS = {
  channel: { label: 'Channel', words: 'where the order was placed', type: 'text' },
  country: { label: 'Country', words: 'of delivery', type: 'text' },
  region: { label: 'Region', words: 'of delivery', type: 'text' },
  city: { label: 'City', words: 'of delivery', type: 'text', isWide: true },
  customer_type: {
    label: 'New or returning',
    words: "new, returning or guest, by the person's valid orders of all time",
    type: 'text',
  },
  cohort_month: { label: 'Cohort', words: "the month of the person's first valid order", type: 'date' },
  status: { label: 'Status', words: "the shop's word for the order's state", type: 'text' },
  currency: {
    label: 'Currency',
    words: 'of the order; amounts are in the currency of the report all the same',
    type: 'text',
  },
  product_id: { label: 'Product id', words: 'of the product', type: 'text', isWide: true },
  product: { label: 'Product', words: 'its name', type: 'text', isWide: true },
  category: { label: 'Category', words: 'of the product', type: 'text' },
  brand: { label: 'Brand', words: 'of the product', type: 'text' },
  seller_id: { label: 'Seller', words: 'who sold it, on a market place', type: 'text', isWide: true },
  reason: { label: 'Reason', words: "the shop's word for why it was refunded", type: 'text' },
  payment_method: { label: 'Payment method', words: 'card, transfer, voucher and so on', type: 'text' },
  review_score: { label: 'Review score', words: '1 to 5', type: 'integer' },
  review_sentiment: {
    label: 'Sentiment of review',
    words: "positive, negative or neutral by the shipped model, of the review's text in English; else none",
    type: 'text',
  },
  segment: { label: 'Segment', words: 'by recency, frequency and money, on the day the snapshot is of', type: 'text' },
} as const satisfies Record<string, Dimension>

export interface Dimension {
  readonly label: string
  readonly words: string
  readonly type: 'text' | 'integer' | 'date'
  /** It may have about as many values as there are days or orders. */
  readonly isWide?: true
}

export type DimensionName = keyof typeof DIMENSIONS

export function isDimension(name: string): name is DimensionName {
  return Object.hasOwn(DIMENSIONS, name)
}
