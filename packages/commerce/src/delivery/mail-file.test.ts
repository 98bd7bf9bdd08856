import { expect, it } from 'vitest'
import { mailFile } from './mail-file.ts'

const mail = {
  from: 'zerosec@example.com',
  to: ['anna@example.com', 'ben@example.com'],
  subject: 'Umsatz für Müller & Söhne – 売上 '.repeat(4).trim(),
  text: 'Grüße\n'.repeat(40),
  html: '<p>Grüße</p>',
  date: new Date('2026-03-01T08:05:09Z'),
}

function headersOf(file: string): Map<string, string> {
  const [head = ''] = file.split('\r\n\r\n')
  const lines = head.replaceAll(/\r\n[ \t]/g, ' ').split('\r\n')
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
}

const decoded = (words: string) =>
  [...words.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)]
    .map(([, base64 = '']) => Buffer.from(base64, 'base64').toString())
    .join('')

it('says in its headers whom it is from and for, when and what about', () => {
  const headers = headersOf(mailFile(mail))
  expect([headers.get('From'), headers.get('To')]).toEqual([
    '<zerosec@example.com>',
    '<anna@example.com>, <ben@example.com>',
  ])
  expect(headers.get('Date')).toBe('Sun, 01 Mar 2026 08:05:09 +0000')
  expect(decoded(headers.get('Subject') ?? '')).toBe(mail.subject)
})

it('has lines of 78 bytes at most, ended by CR and LF, and both bodies whole', () => {
  const file = mailFile(mail)
  const lines = file.split('\r\n')
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(78)
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const bodies = [...file.matchAll(/base64\r\n\r\n([A-Za-z0-9+/=\r\n]*?)\r\n\r\n--/g)]
  expect(bodies.map(([, body = '']) => Buffer.from(body, 'base64').toString())).toEqual([mail.text, mail.html])
})

it('takes no header from a subject, and no address that is none', () => {
  const headers = headersOf(mailFile({ ...mail, subject: 'Over\r\nBcc: eve@example.com\r\n\r\nbody' }))
  expect([headers.has('Bcc'), decoded(headers.get('Subject') ?? '')]).toEqual([false, 'Over Bcc: eve@example.com body'])
  for (const to of ['eve@example.com\r\nBcc: x@y.z', 'a b@c.d', '<a@b.c>', 'nobody'])
    expect(() => mailFile({ ...mail, to: [to] })).toThrow(RangeError)
})
