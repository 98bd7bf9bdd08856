/** Rows of a made-up wear test, the same each time: wear rises with load, falls with hardness, and differs by material. */
export function wearTable(rows: number, seed = 1): string {
  const random = uniform(seed)
  const materials = ['鋼A', '鋼B', '黄銅']
  const lines = Array.from({ length: rows }, (_, row) => {
    const load = 10 + 40 * random()
    const hardness = 150 + 100 * random()
    const speed = 0.2 + random()
    const material = row % materials.length
    const noise = random() + random() + random() - 1.5
    const wear = 4 + 0.21 * load - 0.03 * hardness + 1.5 * material + 0.8 * noise
    return (
      [load, hardness, speed].map((value) => value.toFixed(2)).join(',') + `,${materials[material]},${wear.toFixed(3)}`
    )
  })
  return `load [N],hardness [HV],speed [m/s],材質,wear [µm]\n${lines.join('\n')}\n`
}

/** Park and Miller's generator: uniform in 0..1. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
