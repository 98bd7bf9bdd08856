import { CodedError } from '@zerosec/errors'
import { trino } from '../sql/trino.ts'
import { type Page, pagedWarehouse } from './paged-warehouse.ts'
import { TrinoProtocol, type TrinoResults } from './trino-protocol.ts'
import type { Warehouse } from './warehouse.ts'
import type { WarehouseSettings } from './warehouse-settings.ts'
import type { WireKind } from './wire-values.ts'

/** A Trino cluster, whose catalog and schema hold the published fact tables, as a warehouse. */
export function trinoWarehouse(settings: WarehouseSettings<'trino'>): Warehouse {
  const protocol = new TrinoProtocol(settings)
  return pagedWarehouse({
    name: 'Trino',
    dialect: trino,
    pages: (sql, signal) => pagesOf(protocol, sql, signal),
    async describe(sql, signal) {
      for await (const { columns } of statement(protocol, describing(sql), signal)) if (columns) return columns
      return []
    },
    close: () => Promise.resolve(),
  })
}

/** Trino and Athena make nothing of a LIMIT of 0: the statement is planned, not run. */
export function describing(sql: string): string {
  return `SELECT * FROM (${sql}) AS described LIMIT 0`
}

async function* pagesOf(protocol: TrinoProtocol, sql: string, signal: AbortSignal): AsyncGenerator<Page> {
  let isFirst = true
  for await (const { columns, data } of statement(protocol, sql, signal)) {
    if (columns && (isFirst || data)) {
      isFirst = false
      yield { columns: columns.map(({ name, type }) => ({ name, kind: trinoKind(type) })), rows: data ?? [] }
    }
  }
}

/** All that the server says of a statement; one that is left early is canceled there. */
async function* statement(protocol: TrinoProtocol, sql: string, signal: AbortSignal): AsyncGenerator<TrinoResults> {
  let results = await protocol.begin(sql, signal)
  let isOver = false
  try {
    for (;;) {
      isOver = results.nextUri === undefined || results.error !== undefined
      if (results.error) throw failureOf(results.error)
      yield results
      if (results.nextUri === undefined) return
      results = await protocol.next(results.nextUri, signal)
    }
  } finally {
    // the server ends a statement that nobody asks for by itself after some minutes
    if (!isOver && results.nextUri !== undefined) await protocol.cancel(results.nextUri).catch(() => undefined)
  }
}

function failureOf({ message, errorName }: NonNullable<TrinoResults['error']>): CodedError {
  const problem = errorName === undefined ? message : `${message} (${errorName})`
  return new CodedError('warehouse_statement_failed', { warehouse: 'Trino', problem })
}

/** By the name of a type of Trino or Athena: decimal(18,4), timestamp(3) with time zone. */
export function trinoKind(type: string): WireKind {
  const [name = ''] = type.toLowerCase().split(/[ (]/)
  switch (name) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'int':
    case 'bigint':
    case 'decimal':
      return 'exact'
    case 'real':
    case 'float':
    case 'double':
      return 'double'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'timestamp':
      return 'instant'
    default:
      return 'text'
  }
}
