import type { DuckDBConnection } from '@duckdb/node-api'

/** As many rows as DuckDB writes at once, or it would write some of them twice. */
const ROW_GROUP = 122_880

/** Orders whose lines are taken together: few enough for the processor's cache and for the memory that a load may take. */
export const ORDERS_A_PART = 2 * ROW_GROUP

/** A range of keys of orders, the end excluded. */
export interface OrderPart {
  readonly from: number
  readonly to: number
}

/**
 * The parts of all orders, by key; one at least. What is made part by part of lines, which are sorted by order, sorts and hashes small
 * tables, whatever the size of the shop.
 */
export async function orderParts(connection: DuckDBConnection, size: number): Promise<readonly OrderPart[]> {
  const [[orders]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM known_orders')).getRows() as [
    [number],
  ]
  const parts = Math.max(1, Math.ceil(orders / size))
  return Array.from({ length: parts }, (_, part) => ({ from: part * size, to: (part + 1) * size }))
}

/** The condition that a key of an order is in a part. */
export function inPart({ from, to }: OrderPart, key = 'order_key'): string {
  return `${key} >= ${from} AND ${key} < ${to}`
}
