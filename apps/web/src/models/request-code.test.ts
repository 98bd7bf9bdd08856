import { execFile, execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { curlOf, javascriptOf, predictPath, pythonOf } from './request-code.ts'

const PLACE = { origin: 'http://lab:8000', needsKey: true }
const AWKWARD = {
  rows: [
    {
      "it's": '$HOME `x` "y" \\ ${z} \n',
      材質: '鋼A',
      half: '\ud83d',
      empty: null,
      coated: true,
      low: -1e-7,
      big: 1e21,
    },
  ],
  intervals: false,
  columns: [],
}

test('a shell takes the body of the curl line as it is, quotes, dollars and Japanese with it', () => {
  const line = curlOf({ ...PLACE, path: predictPath('wear', {}), body: AWKWARD })
  const words = execFileSync('sh', ['-c', line.replace(/^curl/, "printf '%s\\0'")], {
    env: { ...process.env, ZEROSEC_KEY: 'zs_1' },
    encoding: 'utf8',
  }).split('\0')
  expect(words.slice(0, 3)).toEqual(['http://lab:8000/api/v1/models/wear/predict', '-H', 'Authorization: Bearer zs_1'])
  expect(JSON.parse(words[6]!)).toEqual(AWKWARD)
})

test('the version is named where it is not the one in production', () => {
  expect(predictPath('wear', { version: 3 })).toBe('/api/v1/models/wear/versions/3/predict')
  expect(predictPath('wear', {})).toBe('/api/v1/models/wear/predict')
})

const hasPython = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.each([true, false])('where a key is needed: %s', (needsKey) => {
  const programs = [
    { name: 'JavaScript', command: process.execPath, flag: ['--input-type=module', '-e'], write: javascriptOf },
    { name: 'Python', command: 'python3', flag: ['-c'], write: pythonOf },
  ]
  test.each(programs)('$name sends the request, and prints what is answered', async ({ command, flag, write }) => {
    if (command === 'python3' && !hasPython) return
    const sent: { url: string | undefined; key: string | undefined; body: unknown }[] = []
    const server = createServer(async (request, reply) => {
      const chunks = await request.toArray()
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
      sent.push({ url: request.url, key: request.headers.authorization, body })
      reply.setHeader('content-type', 'application/json')
      if (sent.length === 1) reply.end('{"answer": 42}')
      else reply.writeHead(422).end('{"message": "Der Würfel fehlt"}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const code = write({ origin, path: predictPath('wear', { version: 2 }), body: AWKWARD, needsKey })
      const env = { ...process.env, ...(needsKey ? { ZEROSEC_KEY: 'zs_1' } : {}), no_proxy: '127.0.0.1' }
      const { stdout } = await promisify(execFile)(command, [...flag, code], { env })
      expect(stdout).toMatch(/answer.*42/)
      const refused = await promisify(execFile)(command, [...flag, code], { env }).catch((error: unknown) => error)
      expect(JSON.stringify(refused)).toContain('Der Würfel fehlt')
    } finally {
      server.close()
    }
    const key = needsKey ? 'Bearer zs_1' : undefined
    const request = { url: '/api/v1/models/wear/versions/2/predict', key, body: AWKWARD }
    expect(sent).toEqual([request, request])
  })
})
