import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLog } from './create-log.ts'
import { withoutSecrets } from './without-secrets.ts'

const SECRET = 's3cr3t-Va1ue_0'

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const JWT = `${part({ alg: 'RS256', kid: 'a' })}.${part({ sub: SECRET, name: '温度' })}.${SECRET}`

const LEAKS: readonly (readonly [name: string, details: unknown])[] = [
  ['a signed URL of ours', { url: `/files/in/a.csv?method=GET&expires=1&signature=${SECRET}` }],
  ['the signature first in the query', { url: `/files/in/a.csv?signature=${SECRET}&method=GET` }],
  ['a presigned URL of S3', { url: `https://b.s3/k?X-Amz-Credential=${SECRET}&X-Amz-Signature=${SECRET}` }],
  ['a session token of S3', { problem: `GET https://b.s3/k?x-amz-security-token=${SECRET} failed` }],
  ['a one-time token in a fragment', { url: `http://127.0.0.1:8000/#token=${SECRET}` }],
  ['a one-time token in a query', { url: `http://127.0.0.1:8000/session?token=${SECRET}` }],
  ['request headers', { headers: { authorization: `Bearer ${SECRET}`, cookie: `zerosec=${SECRET}; a=b` } }],
  ['a list of cookies', { headers: { 'set-cookie': [`a=${SECRET}`, `b=${SECRET}`] } }],
  ['headers of another case', { headers: { Authorization: SECRET } }],
  ['headers within a text', { problem: JSON.stringify({ headers: { cookie: `zerosec=${SECRET}` }, next: 1 }) }],
  ['credentials in a message', { problem: `401 for Bearer ${SECRET}` }],
  ['a token of an issuer in a text', { problem: `the token ${JWT} is for another audience` }],
  ['a token of an issuer in a field of any name', { assertion: JWT, list: [JWT] }],
  ['a token of an issuer in a path', { path: `/a/${JWT}/b` }],
  ['a token of an issuer without a signature', { problem: JWT.replace(/[^.]*$/, '') }],
  ['an API key', { problem: `no key zs_k1_${SECRET} here` }],
  ['a database URL', { databaseUrl: `postgres://zerosec:${SECRET}@db:5432/zerosec` }],
  ['an error that names one', { err: new Error(`connect postgres://zerosec:${SECRET}@db:5432/zerosec`) }],
  ['a list with a bracket', { headers: { 'set-cookie': [`a=]${SECRET}`, `"]${SECRET}`] } }],
  ['a value with quotes within a text', { problem: JSON.stringify({ cookie: `a="${SECRET}"; b=\\${SECRET}` }) }],
  ['a value with quotes', { headers: { cookie: `a="${SECRET}"; b=\\${SECRET}` } }],
]

describe('a line of the log', () => {
  it.each(LEAKS)('hides the secret, and stays JSON: %s', (_, details) => {
    const [line = ''] = logged((log) => log.warn(details, 'it happened'))
    expect(line).not.toContain(SECRET)
    expect(line).not.toContain(part({ sub: SECRET, name: '温度' }))
    expect(line).toContain('(hidden)')
    expect(JSON.parse(line)).toMatchObject({ msg: 'it happened', name: 'api' })
  })

  it('keeps what is no secret', () => {
    const details = {
      jobId: '7c1d',
      problem: 'the key "outputs/7c1d/report.json" of zs_k1 was read at 12:30:45 by user@example.com',
      path: '/files/in/a.csv?method=GET&max_bytes=3&file_name=b.csv',
      text: 'eyJ is how a token begins, eyJ.eyJ is none',
    }
    const [line = ''] = logged((log) => log.warn(details, 'token and signature are words'))
    expect(JSON.parse(line)).toMatchObject({ ...details, msg: 'token and signature are words' })
  })

  it('has of a request its method and path', () => {
    const [line = ''] = logged((log) => log.info({ req: { method: 'GET', url: `/a?b=1&signature=${SECRET}` } }, 'in'))
    expect(JSON.parse(line).req).toEqual({ method: 'GET', path: '/a' })
  })

  it('is cleaned in time that grows with its length, whatever it holds: this one would take years otherwise', () => {
    const hostile = [
      '?token=',
      '"cookie":"\\',
      '\\"cookie\\":\\"\\\\',
      'a://b:',
      'Bearer ',
      'eyJ',
      'eyJhbGciOiJ.eyJ',
    ].map((part) => part.repeat(20_000))
    expect(withoutSecrets(hostile.join(''))).not.toBe('')
  })
})

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  const destination = new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) })
  write(createLog('info', 'api', destination))
  return lines
}
