import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf } from './sql-statement.ts'

const TABLES = new Set(['orders', 'order_facts', 'line_facts'])
let connection: DuckDBConnection
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => connection.closeSync())

async function refusal(sql: string): Promise<string | undefined> {
  const parsed = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql])
  return refusalOf(String(parsed.getRows()[0]?.[0]), TABLES)
}

describe("a person's statement", () => {
  it.each([
    'SELECT count(*) FROM orders',
    'FROM main.orders SELECT order_id LIMIT 3',
    'WITH big AS (SELECT * FROM Order_Facts WHERE gross > 100) SELECT b.*, sum(gross) OVER (PARTITION BY country) FROM big b',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n',
    'SELECT unnest([1, 2]), * FROM range(3), generate_series(1, 2), (VALUES (1)) v(a)',
    "SELECT list_transform([1], lambda x: x + 1), strftime(current_date, '%Y'), median(gross) FROM order_facts",
    'SELECT * FROM orders o LEFT JOIN line_facts USING (order_id) WHERE EXISTS (SELECT 1 FROM orders WHERE order_id = o.order_id)',
    "SELECT COLUMNS('o.*') FROM orders UNION ALL SELECT * EXCLUDE (a) FROM (SELECT 1 AS a, *  FROM orders) ORDER BY ALL",
    "SELECT 'read_csv(''/etc/passwd'')' AS text",
  ])('may be %s', async (sql) => {
    expect(await refusal(sql)).toBeUndefined()
  })

  it.each([
    // files
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM READ_TEXT('/etc/passwd')",
    "SELECT * FROM main.read_blob('/etc/passwd')",
    "SELECT * FROM read_json('x'), orders",
    "SELECT * FROM parquet_metadata('x.parquet')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "FROM 'file.csv'",
    "FROM '/etc/passwd'",
    'SELECT * FROM "s3://bucket/x.parquet"',
    "SELECT (SELECT max(content) FROM read_text('/etc/passwd'))",
    "SELECT * FROM orders WHERE order_id IN (FROM 'x.csv')",
    "WITH orders AS (FROM read_csv('x')) FROM orders",
    "COPY orders TO '/etc/x.csv'",
    "COPY (SELECT 1) TO '/etc/x.csv'",
    "COPY orders FROM '/etc/passwd'",
    "EXPORT DATABASE '/etc/x'",
    "ATTACH '/etc/x.duckdb'",
    'DETACH shop',
    // code and settings
    'INSTALL httpfs',
    'LOAD httpfs',
    "LOAD '/etc/evil.duckdb_extension'",
    'PRAGMA database_list',
    "PRAGMA enable_logging('QueryLog')",
    'PRAGMA enable_profiling',
    "CALL enable_logging('QueryLog')",
    "SELECT * FROM enable_logging('QueryLog')",
    "SET memory_limit = '100GB'",
    'RESET lock_configuration',
    'CREATE MACRO f() AS 1',
    'CREATE TABLE t AS SELECT 1',
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    'PREPARE p AS SELECT 1',
    'EXECUTE p',
    'DELETE FROM orders',
    'DROP TABLE orders',
    'EXPLAIN ANALYZE SELECT 1',
    'BEGIN',
    // the system's own tables, and what tells of the process
    'SELECT * FROM duckdb_settings()',
    'SELECT * FROM duckdb_secrets()',
    'SELECT * FROM duckdb_logs',
    'SELECT * FROM duckdb_databases',
    'SELECT * FROM duckdb_temporary_files()',
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM pg_catalog.pg_class',
    'SELECT * FROM pg_class',
    'SELECT * FROM sqlite_master',
    'SELECT * FROM system.main.duckdb_tables',
    'SELECT * FROM other.main.orders',
    "SELECT * FROM pragma_table_info('orders')",
    'WITH duckdb_logs AS (SELECT 1) SELECT * FROM duckdb_logs',
    'DESCRIBE orders',
    'SUMMARIZE orders',
    'SHOW TABLES',
    'SELECT * FROM (DESCRIBE orders)',
    'SELECT * FROM (SHOW ALL TABLES)',
    "SELECT getenv('HOME')",
    "SELECT getenv('HOME') FROM orders",
    "SELECT list_transform(['HOME'], lambda x: getenv(x))",
    "SELECT sum(1) FILTER (WHERE current_setting('temp_directory') <> '')",
    "SELECT 1 ORDER BY current_setting('temp_directory')",
    "SELECT GetVariable('x')",
    "SELECT system.main.getenv('HOME')",
    // statements within statements
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('orders')",
    "SELECT json_execute_serialized_sql('{}')",
    "SELECT * FROM json_execute_serialized_sql('{}')",
    "SELECT json_serialize_plan('SELECT 1')",
    "SELECT write_log('x')",
    'SELECT 1; SELECT 2',
    'SELECT 1; DROP TABLE orders',
    'SELECT ?',
    'SELECT $1',
    'SELEC 1',
    '',
    ';',
  ])('is never %s', async (sql) => {
    expect(await refusal(sql)).toMatch(/\w/)
  })
})
