/** What the format tar asks of both who writes and who reads it: POSIX's pax interchange format, as GNU tar and bsdtar read it. */
export const BLOCK = 512

/** Where the fields of a header are, and how long: the only ones that are used here. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const

/** Of what eleven octal digits hold. */
const LARGEST_SIZE = 8 ** 11 - 1

export type TarType = 'file' | 'extension'
const TYPES: Readonly<Record<TarType, string>> = { file: '0', extension: 'x' }

export interface TarHeader {
  readonly name: string
  readonly bytes: number
  readonly type: TarType
}

/** How many bytes fill the last block up. */
export function padding(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK
}

/**
 * The blocks before a file's bytes: its header, and before that an extension where the name or the size does not fit into one.
 *
 * @param seconds  since 1970, when it was made
 */
export function headerBlocks(name: string, bytes: number, seconds: number): Buffer {
  const isPlain = Buffer.byteLength(name) <= FIELDS.name[1] && /^[\x20-\x7e]*$/.test(name) && bytes <= LARGEST_SIZE
  if (isPlain) return header({ name, bytes, type: 'file' }, seconds)
  const records = Buffer.from(record('path', name) + record('size', String(bytes)))
  return Buffer.concat([
    header({ name: 'extension', bytes: records.byteLength, type: 'extension' }, seconds),
    records,
    Buffer.alloc(padding(records.byteLength)),
    header({ name: 'see-the-extension', bytes: Math.min(bytes, LARGEST_SIZE), type: 'file' }, seconds),
  ])
}

/** Undefined for a block that is no header of a kind that is written here. */
export function readHeader(block: Buffer): TarHeader | undefined {
  const type = (Object.keys(TYPES) as TarType[]).find((type) => TYPES[type] === textOf(block, 'type'))
  const bytes = octalOf(block, 'size')
  if (type === undefined || bytes === undefined || octalOf(block, 'checksum') !== checksumOf(block)) return undefined
  return { name: textOf(block, 'name'), bytes, type }
}

/** The name and size of an extension; undefined where it is not of the form that is written here. */
export function readExtension(records: Buffer): { name: string; bytes: number } | undefined {
  const found = new Map<string, string>()
  for (let start = 0; start < records.byteLength; ) {
    const [, length = ''] = /^(\d{1,8}) /.exec(records.toString('latin1', start, start + 9)) ?? []
    const end = start + Number(length)
    if (length === '' || end <= start || end > records.byteLength || records[end - 1] !== 0x0a) return undefined
    const text = records.toString('utf8', start + length.length + 1, end - 1)
    found.set(text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1))
    start = end
  }
  const [name, size] = [found.get('path'), found.get('size')]
  if (name === undefined || size === undefined || !/^\d{1,15}$/.test(size)) return undefined
  return { name, bytes: Number(size) }
}

function header({ name, bytes, type }: TarHeader, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const octal = (field: keyof typeof FIELDS, value: number): void => {
    const [start, length] = FIELDS[field]
    block.write(value.toString(8).padStart(length - 1, '0'), start, 'latin1')
  }
  block.write(name, FIELDS.name[0], 'utf8')
  octal('mode', 0o600)
  octal('uid', 0)
  octal('gid', 0)
  octal('size', bytes)
  octal('mtime', seconds)
  block.write(TYPES[type], FIELDS.type[0], 'latin1')
  block.write('ustar\u000000', FIELDS.magic[0], 'latin1')
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\u0000 `, FIELDS.checksum[0], 'latin1')
  return block
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest + String(rest).length
  if (rest + String(length).length > length) length++
  return `${length} ${key}=${value}\n`
}

/** The sum of the header's bytes, with its own field taken for spaces. */
function checksumOf(block: Buffer): number {
  const [start, length] = FIELDS.checksum
  let sum = length * 0x20
  for (let i = 0; i < BLOCK; i++) if (i < start || i >= start + length) sum += block[i]!
  return sum
}

function textOf(block: Buffer, field: keyof typeof FIELDS): string {
  const [start, length] = FIELDS[field]
  const bytes = block.subarray(start, start + length)
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? length : end)
}

function octalOf(block: Buffer, field: keyof typeof FIELDS): number | undefined {
  const text = textOf(block, field).trim()
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined
}
