/** a + factor · b, digit by digit modulo the base: numbers as vectors over the integers modulo a prime, constant first. */
export function digitSum(a: number, b: number, factor: number, base: number): number {
  let sum = 0
  for (let place = 1; a > 0 || b > 0; place *= base) {
    sum += (((a % base) + factor * (b % base)) % base) * place
    a = Math.floor(a / base)
    b = Math.floor(b / base)
  }
  return sum
}

/** The sum of products of digits, modulo the base. */
export function digitProduct(a: number, b: number, base: number): number {
  let sum = 0
  while (a > 0 && b > 0) {
    sum += (a % base) * (b % base)
    a = Math.floor(a / base)
    b = Math.floor(b / base)
  }
  return sum % base
}
