import { corrupt } from './zip.ts'

/** What a part's elements are handed to; names come without their namespace prefix. */
export interface XmlHandler {
  open?(name: string, attributes: string): void
  text?(text: string): void
  close?(name: string): void
}

/** No tag or text of a workbook is longer: Excel's cells hold 32,767 characters. */
const LONGEST = 1 << 20

/**
 * Reads XML piece by piece and keeps none of it: tags, text and CDATA; comments and processing instructions are skipped. A
 * document type, which could define entities that grow, is refused.
 */
export class XmlReader {
  private rest = ''
  private readonly decoder = new TextDecoder('utf-8')
  private readonly handler: XmlHandler

  constructor(handler: XmlHandler) {
    this.handler = handler
  }

  feed(bytes: Uint8Array): void {
    this.read(this.rest + this.decoder.decode(bytes, { stream: true }))
  }

  end(): void {
    this.read(this.rest + this.decoder.decode())
    if (this.rest.trim() !== '') throw corrupt('a part of it ends in the middle')
  }

  private read(xml: string): void {
    let at = 0
    for (;;) {
      const tag = xml.indexOf('<', at)
      if (tag < 0) break
      if (tag > at) this.handler.text?.(unescaped(xml.slice(at, tag)))
      at = tag
      const end = tagEnd(xml, tag)
      if (end < 0) break
      this.readTag(xml, tag, end)
      at = end
    }
    this.rest = xml.slice(at)
    if (this.rest.length > LONGEST) throw corrupt('a cell of it is longer than Excel allows')
  }

  private readTag(xml: string, start: number, end: number): void {
    const mark = xml[start + 1]
    if (mark === '?') return
    if (mark === '!') {
      if (xml.startsWith('<![CDATA[', start)) this.handler.text?.(xml.slice(start + 9, end - 3))
      else if (!xml.startsWith('<!--', start)) throw corrupt('it holds a document type')
      return
    }
    if (mark === '/') {
      this.handler.close?.(localName(xml.slice(start + 2, end - 1).trimEnd()))
      return
    }
    const closed = xml[end - 2] === '/'
    const inside = xml.slice(start + 1, closed ? end - 2 : end - 1)
    const blank = inside.search(/\s/)
    const name = localName(blank < 0 ? inside : inside.slice(0, blank))
    this.handler.open?.(name, blank < 0 ? '' : inside.slice(blank))
    if (closed) this.handler.close?.(name)
  }
}

/** Index after the tag that begins at `start`; −1 if it is not all there yet. */
function tagEnd(xml: string, start: number): number {
  const closing = xml.startsWith('<!--', start) ? '-->' : xml.startsWith('<![CDATA[', start) ? ']]>' : undefined
  if (closing !== undefined) {
    const at = xml.indexOf(closing, start)
    return at < 0 ? -1 : at + closing.length
  }
  let end = xml.indexOf('>', start)
  // a '>' inside an attribute's quotes closes nothing
  while (end >= 0 && openQuote(xml, start, end)) end = xml.indexOf('>', end + 1)
  return end < 0 ? -1 : end + 1
}

function openQuote(xml: string, start: number, end: number): boolean {
  let quote = 0
  for (let at = start; at < end; at++) {
    const code = xml.charCodeAt(at)
    if (code !== 0x22 && code !== 0x27) continue
    if (quote === 0) quote = code
    else if (quote === code) quote = 0
  }
  return quote !== 0
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The value of an attribute, from a tag's text: ` r="A1" t="s"`. The name may carry a prefix ("r:id"). */
export function attribute(attributes: string, name: string): string | undefined {
  const usual = attributes.indexOf(` ${name}="`)
  if (usual >= 0) {
    const start = usual + name.length + 3
    return unescaped(attributes.slice(start, attributes.indexOf('"', start)))
  }
  if (!attributes.includes(name)) return undefined
  for (const [, key, double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (key === name) return unescaped(double ?? single!)
  }
  return undefined
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (entity, hexadecimal, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? entity
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}
