/**
 * What a statement of a person may be: one SELECT over the shop's tables. It is looked at as DuckDB itself parses it. This is the
 * second of three walls: the first is the process that the statement runs in, the third DuckDB's own lock (`sql-child.ts`).
 */

/** Where rows may come from; what is not among these (SHOW, DESCRIBE, files, whatever is added one day) is refused. */
const SOURCES: ReadonlySet<unknown> = new Set([
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'TABLE_FUNCTION',
  'EMPTY',
  'EMPTY_FROM',
  'EXPRESSION_LIST',
  'CTE',
  'PIVOT',
])
const TABLE_FUNCTIONS: ReadonlySet<unknown> = new Set(['range', 'generate_series', 'unnest'])
/** What reads or tells of anything but the tables: the engine, its settings, files, other statements. */
const REFUSED_FUNCTIONS =
  /^(duckdb_|pg_|pragma_|read_|write_|sniff_|parquet_|test_|txid_|has_|icu_|json_execute|json_serialize|json_deserialize|sql_auto|enable_|disable_|force_|checkpoint|current_(database|schema|schemas|query|user|catalog|role|setting)|getenv$|glob$|query$|query_table$|getvariable$|nextval$|currval$|setseed$|version$|user$|session_user$|which_secret$|in_search_path$|set_config$|arrow_|from_substrait|get_substrait|add_parquet_key|parse_duckdb_log|write_log|sleep_ms$|error$)/
/** Names that a statement can't give its own parts, as a part's name is looked for before the tables of the system. */
const SYSTEM_NAMES = /^(duckdb_|pg_|sqlite_|pragma_|information_schema)/

type Node = Readonly<Record<string, unknown>>

/**
 * Why a statement is refused; undefined where it may run.
 * @param serialized  what `json_serialize_sql` gives
 * @param tables  that may be read, in small letters
 */
export function refusalOf(serialized: string, tables: ReadonlySet<string>): string | undefined {
  const { error, error_message: message, statements } = JSON.parse(serialized) as Node
  if (error === true) {
    return String(message).startsWith('Only SELECT') ? 'only SELECT is allowed' : `it can't be read: ${String(message)}`
  }
  if (!Array.isArray(statements) || statements.length !== 1) return 'it has to be one statement'
  const nodes = nodesOf(statements[0])
  const own = new Set(nodes.flatMap(partNames))
  const system = [...own].find((name) => SYSTEM_NAMES.test(name))
  if (system !== undefined) return `a part of it can't be called ${system}`
  const readable = (name: string) => tables.has(name) || own.has(name)
  for (const node of nodes) {
    const problem = problemOf(node, readable)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** All objects of a tree, without recursion: a statement can be nested deep. */
function nodesOf(root: unknown): Node[] {
  const nodes: Node[] = []
  const open: unknown[] = [root]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) nodes.push(value as Node)
    for (const part of Object.values(value)) open.push(part)
  }
  return nodes
}

function partNames(node: Node): string[] {
  const { map } = (node['cte_map'] ?? {}) as Node
  const keys = Array.isArray(map) ? map.map(({ key }: Node) => String(key).toLowerCase()) : []
  return typeof node['cte_name'] === 'string' ? [...keys, node['cte_name'].toLowerCase()] : keys
}

function problemOf(node: Node, readable: (name: string) => boolean): string | undefined {
  if ('table_name' in node && node['type'] === 'BASE_TABLE') return tableProblem(node, readable)
  if ('function_name' in node) return functionProblem(node)
  if (node['type'] === 'TABLE_FUNCTION') {
    const name = String((node['function'] as Node)['function_name']).toLowerCase()
    return TABLE_FUNCTIONS.has(name) ? undefined : `${name} can't be read from`
  }
  if (node['type'] === 'VALUE_PARAMETER') return 'it has a parameter'
  return sourceProblem(node)
}

/** What a FROM names: that and nothing else has a sample and an alias but no class. */
function sourceProblem(node: Node): string | undefined {
  const isSource = 'sample' in node && 'alias' in node && !('class' in node)
  return isSource && !SOURCES.has(node['type']) ? `${String(node['type'])} can't be read from` : undefined
}

function tableProblem(node: Node, readable: (name: string) => boolean): string | undefined {
  const { schema_name: schema, catalog_name: catalog, table_name: table } = node
  const isOurs = catalog === '' && (schema === '' || schema === 'main') && readable(String(table).toLowerCase())
  return isOurs ? undefined : `there is no table ${[catalog, schema, table].filter(Boolean).join('.')}`
}

function functionProblem(node: Node): string | undefined {
  const name = String(node['function_name']).toLowerCase()
  const { catalog = '', schema = '' } = node
  const isPlain = catalog === '' && (schema === '' || schema === 'main')
  return isPlain && !REFUSED_FUNCTIONS.test(name) ? undefined : `the function ${name} is not allowed`
}
