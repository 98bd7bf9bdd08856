import { column, type ModelTable, table } from './columns.ts'

/** What every fact that belongs to an order can be split by, as it was at that order. */
const ORDER_DIMENSIONS = {
  channel: column('text', 'where it was placed'),
  country: column('text', 'of delivery'),
  region: column('text', 'of delivery'),
  city: column('text', 'of delivery'),
  customer_type: column('text', "'new', 'returning' or 'guest', by the person's valid orders of all time"),
}

/** What every fact that belongs to a product can be split by. */
const PRODUCT_DIMENSIONS = {
  product_id: column('text', 'the product'),
  product: column('text', 'its name, or its id where it has none'),
  category: column('text', 'its category'),
  brand: column('text', 'its maker'),
  seller_id: column('text', 'who sold it, on a market place'),
}

/** Why a fact does not count; null where it counts. */
const EXCLUSION = column('text', "'test', 'deleted', 'canceled', 'unavailable' or 'created'; null for a valid order")

/** Counts orders faster than their ids do. */
const ORDER_KEY = column('integer', "the order's place in this snapshot by date, from 0")

/** Counts persons faster than their ids do. */
const CUSTOMER_KEY = column(
  'integer',
  "the person's number in this snapshot: the key of their first order, valid or not; null is a guest",
)

/**
 * What metrics are computed from, derived from the source tables at each load. Every amount is in the report's currency. A fact has one row
 * for each thing that it counts, so that no metric needs to join two of them: they are aggregated apart and combined afterwards.
 */
export const FACT_TABLES = {
  order_facts: table('One row an order, valid or not.', {
    order_key: ORDER_KEY,
    order_id: column('text', 'the order'),
    business_date: column('date', "the day it was placed, in the store's time zone"),
    ordered_at: column('timestamp', 'when it was placed, UTC'),
    exclusion: EXCLUSION,
    status: column('text', "the shop's word for its state"),
    customer_key: CUSTOMER_KEY,
    customer_id: column('text', 'the person; null is a guest'),
    ...ORDER_DIMENSIONS,
    currency: column('text', 'of the order'),
    order_seq: column(
      'integer',
      "the how-manieth valid order of its person; null for guests and for orders that don't count",
    ),
    cohort_month: column('date', "the month of the person's first valid order"),
    previous_order_date: column('date', "the day of the person's valid order before this one"),
    gross: column('amount', 'sum of its lines before discount and tax'),
    discount: column('amount', "of its lines and the order's own"),
    shipping: column('amount', 'charged'),
    tax: column('amount', 'charged'),
    duties: column('amount', 'charged'),
    cost: column('amount', 'of its goods; null where it is not known for every line'),
    fees: column('amount', 'paid to providers'),
    shipping_cost: column('amount', 'paid to the carrier'),
    units: column('number', 'sold'),
    products: column('integer', 'distinct products'),
    lines: column('integer', 'its lines'),
    refunded: column('amount', 'value of its items that were refunded, whenever'),
    session_id: column('text', 'the visit it came from'),
    session_date: column('date', 'the day of that visit'),
    shipped_date: column('date', "in the store's time zone"),
    promised_date: column('date', "in the store's time zone"),
    delivered_date: column('date', "in the store's time zone"),
    delivery_days: column('number', 'from placed to delivered, in days of 24 hours'),
    is_late: column(
      'boolean',
      'delivered after it was promised, or still not delivered by the last day known; null without a promise',
    ),
  }),
  line_facts: table('One row a line of an order, valid or not.', {
    order_key: ORDER_KEY,
    order_id: column('text', 'the order'),
    line_id: column('text', 'its id within the order'),
    business_date: column('date', 'of its order'),
    exclusion: EXCLUSION,
    customer_key: CUSTOMER_KEY,
    customer_id: column('text', 'of its order'),
    ...ORDER_DIMENSIONS,
    ...PRODUCT_DIMENSIONS,
    quantity: column('number', 'units'),
    unit_price: column('amount', 'before discount and tax'),
    gross: column('amount', 'before discount and tax'),
    discount: column('amount', "its own and its share of the order's"),
    tax: column('amount', 'of this line'),
    shipping: column('amount', 'charged for this line'),
    cost: column('amount', 'of its goods when they were sold; null where it is not known'),
  }),
  refund_facts: table('One row a refunded line, on a date of its own.', {
    refund_id: column('text', 'its id'),
    order_id: column('text', 'the order; null where it is not known'),
    refund_date: column('date', "the day of the refund, in the store's time zone"),
    order_date: column('date', 'the day of its order; null where that is not known'),
    exclusion: EXCLUSION,
    ...ORDER_DIMENSIONS,
    ...PRODUCT_DIMENSIONS,
    quantity: column('number', 'units that came back'),
    amount: column('amount', 'value of the items'),
    shipping: column('amount', 'given back'),
    tax: column('amount', 'given back'),
    reason: column('text', "the shop's word for it"),
  }),
  payment_facts: table('One row a payment.', {
    order_id: column('text', 'the order'),
    business_date: column('date', 'of its order'),
    exclusion: EXCLUSION,
    ...ORDER_DIMENSIONS,
    method: column('text', 'card, transfer, voucher and so on'),
    amount: column('amount', 'paid'),
    installments: column('integer', 'in how many parts'),
  }),
  review_facts: table('One row an order with reviews: its latest one.', {
    order_id: column('text', 'the order'),
    business_date: column('date', 'of its order'),
    answered_date: column('date', 'when it was written'),
    exclusion: EXCLUSION,
    ...ORDER_DIMENSIONS,
    score: column('integer', '1 to 5'),
    reviews: column('integer', 'how many the order has'),
    title: column('text', 'its title'),
    message: column('text', 'its text'),
  }),
  session_facts: table('One row a visit.', {
    session_id: column('text', 'its id'),
    session_date: column('date', "the day, in the store's time zone"),
    channel: column('text', 'where it came from'),
    country: column('text', 'of the visitor'),
    is_bot: column('boolean', 'not a person'),
    is_provisional: column('boolean', 'the source may still change it'),
    converted: column('boolean', 'a valid order came from it'),
  }),
  stock_days: table('One row a product and day between its first and last count, the last count carried forward.', {
    product_id: column('text', 'the product'),
    stock_date: column('date', 'the day'),
    product: column('text', 'its name'),
    category: column('text', 'its category'),
    brand: column('text', 'its maker'),
    on_hand: column('number', 'units'),
    is_counted: column('boolean', 'counted on that day, not carried forward'),
    expected_units: column(
      'number',
      'mean units sold on that weekday in the 28 days before, on days in stock; for days without stock',
    ),
  }),
  customer_facts: table('One row a person with a valid order.', {
    customer_key: CUSTOMER_KEY,
    customer_id: column('text', 'the person'),
    cohort_month: column('date', 'the month of the first valid order'),
    first_order_date: column('date', 'of valid orders'),
    second_order_date: column('date', 'of valid orders'),
    last_order_date: column('date', 'of valid orders'),
    orders: column('integer', 'valid orders of all time'),
    net: column('amount', 'gross less discounts and refunds, of all time'),
    country: column('text', 'of the first valid order'),
    channel: column('text', 'of the first valid order'),
    recency_days: column('integer', 'from the last valid order to the day the snapshot is of'),
    frequency: column('integer', 'valid orders in the 365 days up to it'),
    monetary: column('amount', 'net of these'),
    r_score: column('integer', '1 to 5, equal values scored alike'),
    f_score: column('integer', '1 to 5, equal values scored alike'),
    m_score: column('integer', '1 to 5, equal values scored alike'),
    segment: column('text', 'by the table of segments'),
  }),
  daily_orders: table('Valid orders rolled up by day and a few dimensions: sums only, which may be added.', {
    business_date: column('date', 'the day'),
    channel: ORDER_DIMENSIONS.channel,
    country: ORDER_DIMENSIONS.country,
    customer_type: ORDER_DIMENSIONS.customer_type,
    orders: column('integer', 'valid orders'),
    gross: column('amount', 'sum'),
    discount: column('amount', 'sum'),
    shipping: column('amount', 'sum'),
    tax: column('amount', 'sum'),
    duties: column('amount', 'sum'),
    units: column('number', 'sum'),
    refunded: column('amount', "sum, by the order's date"),
  }),
  daily_lines: table('Lines of valid orders rolled up by day and category.', {
    business_date: column('date', 'the day'),
    category: PRODUCT_DIMENSIONS.category,
    gross: column('amount', 'sum'),
    discount: column('amount', 'sum'),
    units: column('number', 'sum'),
    lines: column('integer', 'how many'),
  }),
  cohort_months: table(
    'Persons by the month of their first valid order and each month in which they had one; sums may be added.',
    {
      cohort_month: column('date', 'the month of the first valid order'),
      month: column('date', 'of orders; the cohort month itself is of all its persons'),
      country: column('text', 'of the first valid order'),
      channel: column('text', 'of the first valid order'),
      customers: column('integer', 'of the cohort, with a valid order in the month'),
      orders: column('integer', 'valid, of these'),
      net: column('amount', 'gross less discounts and refunds of these orders'),
    },
  ),
  cohort_values: table(
    'What the persons of a cohort brought within so many days of their first valid order, of those known so long.',
    {
      cohort_month: column('date', 'the month of the first valid order'),
      country: column('text', 'of the first valid order'),
      channel: column('text', 'of the first valid order'),
      days: column('integer', 'after the first order: 0, 30, 60, 90, 180 or 365'),
      customers: column('integer', 'known for so many days by the last day of the snapshot'),
      net: column('amount', 'gross less discounts and refunds of their orders within these days'),
      cost: column('amount', 'of the goods of these orders, where it is known'),
      orders_without_cost: column('integer', 'of these orders, those whose cost is not known'),
    },
  ),
  basket_pairs: table('Products bought together, by month of the order.', {
    month: column('date', 'of the orders'),
    product_a: column('text', 'parent product'),
    product_b: column('text', 'parent product, after the first in order'),
    orders: column('integer', 'valid orders with both'),
  }),
  basket_products: table('Products in orders of two and more, by month of the order.', {
    month: column('date', 'of the orders'),
    product_id: column('text', 'parent product; null is the count of all such orders'),
    name: column('text', 'its name; without one of its own, what those of its variants have in common'),
    orders: column('integer', 'valid orders with it'),
  }),
} as const satisfies Record<string, ModelTable>

export type FactTable = keyof typeof FACT_TABLES
