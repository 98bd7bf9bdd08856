/** 強度 = 50 + 3·温度/10 − 2·時間 + noise of a fixed sequence; 60 rows, headers in Japanese. */
export function wearCsv(): string {
  let state = 1
  const noise = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [temperature, hours] = [150 + 5 * (i % 7), 1 + (i % 4)]
    return [
      `No.${i + 1}`,
      temperature,
      hours,
      i % 2 ? 'A' : 'B',
      (50 + 0.3 * temperature - 2 * hours + noise()).toFixed(3),
    ]
  })
  return ['番号,温度 [℃],時間 [h],材料,強度', ...rows.map((row) => row.join(','))].join('\r\n')
}
