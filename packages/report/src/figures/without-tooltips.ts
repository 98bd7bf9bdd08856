/** A specification without its tooltips: nobody points at a picture, and Vega formats one for every point. Data are not looked into. */
export function withoutTooltips(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).flatMap(([name, value]) => {
      if (name === 'tooltip') return []
      return [[name, name === 'data' || name === 'datasets' ? value : inside(value)]]
    }),
  )
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside)
  return typeof value === 'object' && value !== null ? withoutTooltips(value as Record<string, unknown>) : value
}
