/**
 * How many different values there are, infinite ones included and NaN left out; 0 and −0 are one.
 *
 * Cost: one pass and a table of at most eight bytes a value.
 */
export function countDistinct(values: Float64Array): number {
  let slots = new Float64Array(64).fill(NaN)
  let count = 0
  const bits = new Float64Array(1)
  const halves = new Int32Array(bits.buffer)
  const place = (value: number): boolean => {
    bits[0] = value
    const mixed = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1), 0x85ebca6b)
    const mask = slots.length - 1
    let slot = (mixed ^ (mixed >>> 15)) & mask
    for (; slots[slot] === slots[slot]; slot = (slot + 1) & mask) if (slots[slot] === value) return false
    slots[slot] = value
    return true
  }
  for (const value of values) {
    if (value !== value || !place(value + 0)) continue
    if (++count * 2 <= slots.length) continue
    const placed = slots
    slots = new Float64Array(placed.length * 4).fill(NaN)
    for (const known of placed) if (known === known) place(known)
  }
  return count
}
