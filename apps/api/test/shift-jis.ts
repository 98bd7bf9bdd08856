/** Text as Shift_JIS, as Excel saves a CSV in Japan: what `TextDecoder` reads, turned round. */
export function shiftJis(text: string): Uint8Array<ArrayBuffer> {
  const decoder = new TextDecoder('shift_jis')
  const codes = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (character.length === 1 && !codes.has(character)) codes.set(character, [lead, trail])
    }
  }
  return Uint8Array.from(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0
      const bytes = code < 0x80 ? [code] : codes.get(character)
      if (!bytes) throw new RangeError(`Shift_JIS has no ${character}`)
      return bytes
    }).flat(),
  )
}
