/** A name as DuckDB and Trino write it; nothing in it can end the name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as DuckDB and Trino write it; nothing in it can end the text. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
