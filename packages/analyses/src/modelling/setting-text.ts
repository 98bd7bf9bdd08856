/** A setting as tables show it: rounds first, numbers short. */
export function settingText(setting: Readonly<Record<string, number | string>>, rounds: number | null): string {
  const parts = Object.entries(setting).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(3)) : value}`,
  )
  return [...(rounds === null ? [] : [rounds === 1 ? '1 round' : `${rounds} rounds`]), ...parts].join(', ')
}
