const FIRST_BYTES = 64
/** Seven bits a byte: 64 bits take ten. */
const LONGEST_NUMBER = 10

/** The part of Protocol Buffers that ONNX needs: a message is a list of fields, and a field its number, wire type and bytes. */
export class ProtobufMessage {
  #bytes = new Uint8Array(FIRST_BYTES)
  #size = 0

  /** A whole number from −2⁵³ to 2⁵³, or a truth. */
  integer(field: number, value: number): this {
    this.#number(field * 8)
    this.#number(value)
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  /** Texts of one repeated field. Cost: of few different ones that of copying them. */
  texts(field: number, values: Iterable<string>): this {
    const encoded = new Map<string, Uint8Array>()
    for (const value of values) {
      let bytes = encoded.get(value)
      if (!bytes) encoded.set(value, (bytes = new TextEncoder().encode(value)))
      this.bytes(field, bytes)
    }
    return this
  }

  message(field: number, value: ProtobufMessage): this {
    return this.bytes(field, value.#bytes.subarray(0, value.#size))
  }

  bytes(field: number, value: Uint8Array): this {
    this.#number(field * 8 + 2)
    this.#number(value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#size)
    this.#size += value.length
    return this
  }

  /** Whole numbers of one repeated field, packed. */
  integers(field: number, values: Iterable<number>): this {
    const packed = new ProtobufMessage()
    for (const value of values) packed.#number(value)
    return this.message(field, packed)
  }

  encode(): Uint8Array {
    return this.#bytes.slice(0, this.#size)
  }

  /** Seven bits a byte, the lowest first; a negative number is its two's complement of 64 bits. */
  #number(value: number): void {
    this.#reserve(LONGEST_NUMBER)
    if (value < 0) return this.#negative(value)
    let rest = value
    while (rest >= 128) {
      this.#bytes[this.#size++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#size++] = rest
  }

  #negative(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value))
    while (rest >= 128n) {
      this.#bytes[this.#size++] = Number(rest & 127n) | 128
      rest >>= 7n
    }
    this.#bytes[this.#size++] = Number(rest)
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#size + more))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}
