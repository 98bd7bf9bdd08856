/** The part of Protocol Buffers that ONNX needs: a message is a list of fields, and a field its number, wire type and bytes. */
export class ProtobufMessage {
  readonly #parts: Uint8Array[] = []

  /** A whole number from −2⁵³ to 2⁵³, or a truth. */
  integer(field: number, value: number): this {
    this.#parts.push(varint(field * 8), varint(value))
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, value: ProtobufMessage): this {
    return this.bytes(field, value.encode())
  }

  bytes(field: number, value: Uint8Array): this {
    this.#parts.push(varint(field * 8 + 2), varint(value.length), value)
    return this
  }

  /** Whole numbers of one repeated field, packed. */
  integers(field: number, values: Iterable<number>): this {
    const bytes: number[] = []
    for (const value of values) pushVarint(bytes, value)
    return this.bytes(field, Uint8Array.from(bytes))
  }

  encode(): Uint8Array {
    return joined(this.#parts)
  }
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  pushVarint(bytes, value)
  return Uint8Array.from(bytes)
}

/** Seven bits a byte, the lowest first; a negative number is its two's complement of 64 bits. */
function pushVarint(bytes: number[], value: number): void {
  if (value >= 0 && value < 128) {
    bytes.push(value)
    return
  }
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
