import type { Warehouse } from './warehouse.ts'
import { readWarehouseSettings, type WarehouseName } from './warehouse-settings.ts'

/**
 * Opens a warehouse by its settings. What it needs is loaded only here.
 * @throws CodedError warehouse_setting_invalid, warehouse_client_missing
 */
export async function openWarehouse(
  name: WarehouseName,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Warehouse> {
  switch (name) {
    case 'trino': {
      const settings = readWarehouseSettings('trino', environment)
      return (await import('./trino-warehouse.ts')).trinoWarehouse(settings)
    }
    case 'athena': {
      const settings = readWarehouseSettings('athena', environment)
      return (await import('./athena-warehouse.ts')).athenaWarehouse(settings)
    }
    case 'bigquery': {
      const settings = readWarehouseSettings('bigquery', environment)
      return (await import('./bigquery-warehouse.ts')).bigqueryWarehouse(settings)
    }
  }
}
