import { randomUUID } from 'node:crypto'

export interface Mail {
  readonly from: string
  /** Addresses alone, which the contract has looked at. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly date: Date
}

/** Of an encoded word: with `=?UTF-8?B?`, `?=` and the header's name it stays within the 76 characters of RFC 2047. */
const WORD_BYTES = 36
const LINE = 76

/**
 * A message as RFC 5322 writes it, with a text and the same as HTML. What comes from outside stands in encoded words and in base64, so that
 * no header can be smuggled in by a line break.
 *
 * @throws RangeError for an address that is none
 */
export function mailFile({ from, to, subject, text, html, date }: Mail): string {
  const boundary = `zerosec-${randomUUID()}`
  return [
    `From: ${addressOf(from)}`,
    `To: ${to.map(addressOf).join(',\r\n ')}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@zerosec.invalid>`,
    'MIME-Version: 1.0',
    'Auto-Submitted: auto-generated',
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
    '',
    ...part(boundary, 'text/plain', text),
    ...part(boundary, 'text/html', html),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

function part(boundary: string, type: string, content: string): string[] {
  const encoded = Buffer.from(content, 'utf8').toString('base64')
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(encoded.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? ['']),
    '',
  ]
}

function addressOf(address: string): string {
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}$/.test(address)) {
    throw new RangeError('this is no address of a mailbox')
  }
  return `<${address}>`
}

/** Words of whole characters, each on a line of its own. */
function encodedWords(text: string): string {
  const words: string[] = []
  let word = ''
  for (const character of text.replaceAll(/\p{Cc}+/gu, ' ')) {
    if (Buffer.byteLength(word + character) > WORD_BYTES) {
      words.push(word)
      word = ''
    }
    word += character
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ')
}
