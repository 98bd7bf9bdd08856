/** `?a=1&b=2` of what is given; empty for nothing. */
export function queryString(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined)
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
