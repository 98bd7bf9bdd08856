import type { Dictionaries } from './dictionaries.ts'

/**
 * `known_products`: every product that a row names, described or not, as facts show it. Texts become numbers of their dictionaries here,
 * once a product and not once a line.
 */
export function knownProducts(dictionaries: Dictionaries): string {
  const typed = (column: string, value: string) =>
    `${value}::${dictionaries.get(column)?.type ?? 'VARCHAR'} AS ${column}`
  return `
    CREATE OR REPLACE TEMP TABLE known_products AS
    WITH named AS (
      SELECT product_id FROM products UNION SELECT DISTINCT product_id FROM lines
      UNION SELECT DISTINCT product_id FROM refunds UNION SELECT DISTINCT product_id FROM stock
    )
    SELECT n.product_id AS id, ${typed('product_id', 'n.product_id')}, ${typed('product', 'coalesce(p.name, n.product_id)')},
      ${typed('category', 'p.category')}, ${typed('brand', 'p.brand')}, coalesce(p.parent_id, n.product_id) AS parent
    FROM named n LEFT JOIN products p USING (product_id) WHERE n.product_id IS NOT NULL`
}

/** What a fact takes over from its product `p`. */
export const OF_PRODUCT = 'p.product_id, p.product, p.category, p.brand'
