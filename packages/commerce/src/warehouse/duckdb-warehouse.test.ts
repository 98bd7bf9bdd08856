import { DuckDBInstance } from '@duckdb/node-api'
import { describeWarehouse } from '../../test/warehouse.conformance.ts'
import { duckdbWarehouse } from './duckdb-warehouse.ts'

const instance = DuckDBInstance.create(':memory:')

describeWarehouse(
  'DuckDB',
  async () => {
    const shared = await instance
    return duckdbWarehouse([await shared.connect(), await shared.connect()])
  },
  'SELECT count(*) AS n FROM range(1000000000000) AS t(i) WHERE hash(i) = 1',
)
