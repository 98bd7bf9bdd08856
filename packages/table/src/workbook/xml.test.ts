import { describe, expect, it } from 'vitest'
import { attribute, XmlReader } from './xml.ts'

const encoder = new TextEncoder()

/** What the handler hears of a text that arrives in pieces of so many bytes. */
function heard(xml: string, size: number): string[] {
  const events: string[] = []
  const reader = new XmlReader({
    open: (name, attributes) => events.push(`<${name}${attributes}>`),
    text: (text) => events.push(text),
    close: (name) => events.push(`</${name}>`),
  })
  const bytes = encoder.encode(xml)
  for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size))
  reader.end()
  return events
}

describe('XmlReader', () => {
  const xml = `<?xml version="1.0"?><x:a t="1>0"><b/>水 &amp; &lt;&#27700;&#x6C34;&gt;<!-- <c> --><![CDATA[<raw> & ]]></x:a>`

  it('hears the same in pieces of any size', () => {
    const whole = heard(xml, 10_000)
    expect(whole).toEqual(['<a t="1>0">', '<b>', '</b>', '水 & <水水>', '<raw> & ', '</a>'])
    for (let size = 1; size < 20; size++) expect(heard(xml, size)).toEqual(whole)
  })

  it.each(['<a', '<a>&', '<!DOCTYPE a><a/>'])('refuses %s', (xml) => {
    expect(() => heard(xml, 100)).toThrow(expect.objectContaining({ code: 'file_corrupt' }))
  })
})

describe('attribute', () => {
  it.each([
    [' r="A1" t="s"', 't', 's'],
    [" r='A1'\n t = 's'", 't', 's'],
    [' xt="1" t="2"', 't', '2'],
    ['\tt="2"', 't', '2'],
    [' name="a &amp; t=&quot;1&quot;"', 't', undefined],
    [' r:id="rId1"', 'r:id', 'rId1'],
    [' r="A1"', 'id', undefined],
  ])('of %j, %s is %s', (attributes, name, value) => {
    expect(attribute(attributes, name)).toBe(value)
  })
})
