type Value = string | number | boolean

/** `?a=1&b=2` of what is given; empty for nothing. */
export function queryString(query: Readonly<Record<string, Value | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, Value] => entry[1] !== undefined)
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
