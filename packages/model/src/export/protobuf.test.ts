import { describe, expect, it } from 'vitest'
import { ProtobufMessage } from './protobuf.ts'

// the examples of the encoding's documentation, and the ends of what is written
describe('ProtobufMessage', () => {
  it.each([
    [150, '08 96 01'],
    [0, '08 00'],
    [-2, '08 fe ff ff ff ff ff ff ff ff 01'],
    [2 ** 40, '08 80 80 80 80 80 20'],
  ])('writes the number %d', (value, bytes) => {
    expect(hex(new ProtobufMessage().integer(1, value))).toBe(bytes)
  })

  it('writes texts, messages and packed numbers, each with its length', () => {
    expect(hex(new ProtobufMessage().text(2, 'testing'))).toBe('12 07 74 65 73 74 69 6e 67')
    expect(hex(new ProtobufMessage().text(20, 'é'))).toBe('a2 01 02 c3 a9')
    expect(hex(new ProtobufMessage().message(3, new ProtobufMessage().integer(1, 150)))).toBe('1a 03 08 96 01')
    expect(hex(new ProtobufMessage().integers(6, [3, 270, 86942]))).toBe('32 06 03 8e 02 9e a7 05')
    const long = new ProtobufMessage().bytes(1, new Uint8Array(70_000)).encode()
    expect([...long.subarray(0, 4), long.length]).toEqual([0x0a, 0xf0, 0xa2, 0x04, 70_004])
  })
})

function hex(message: ProtobufMessage): string {
  return Array.from(message.encode(), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
