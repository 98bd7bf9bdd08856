import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETTINGS, untouchedPlatform } from '../../test/untouched-platform.ts'
import type { Api } from '../api.ts'
import { createApi } from '../create-api.ts'

let folder: string
let app: Api

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zerosec-page-'))
  mkdirSync(join(folder, 'jobs'))
  mkdirSync(join(folder, '_next/static'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<script>start()</script>')
  writeFileSync(join(folder, 'jobs/index.html'), 'the jobs')
  writeFileSync(join(folder, 'jobs/index.txt'), 'for the router')
  writeFileSync(join(folder, '404.html'), '<script>lost()</script>')
  writeFileSync(join(folder, '_next/static/a1b2.js'), 'start()')
  app = await createApi(untouchedPlatform, { ...SETTINGS, pageFolder: folder })
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

describe('the exported page', () => {
  it.each([
    ['/', 'start()', 'text/html; charset=utf-8', 'no-cache'],
    ['/jobs/', 'the jobs', 'text/html; charset=utf-8', 'no-cache'],
    ['/jobs/?id=1', 'the jobs', 'text/html; charset=utf-8', 'no-cache'],
    ['/jobs/index.txt', 'router', 'text/plain; charset=utf-8', 'no-cache'],
    [
      '/_next/static/a1b2.js',
      'start()',
      'application/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
  ])('serves %s', async (url, content, type, caching) => {
    const { statusCode, body, headers } = await app.inject(url)
    expect(statusCode).toBe(200)
    expect(body).toContain(content)
    expect(headers['content-type']).toBe(type)
    expect(headers['cache-control']).toBe(caching)
  })

  it('lets a script that runs as a worker load our scripts and nothing else', async () => {
    const { headers } = await app.inject('/_next/static/a1b2.js')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'",
    )
  })

  it('sends the clean URL without its slash to the one with it, query kept', async () => {
    const { statusCode, headers } = await app.inject('/jobs?id=1')
    expect([statusCode, headers.location]).toEqual([301, '/jobs/?id=1'])
  })

  it('shows a browser its own page where nothing is, and a program the coded error', async () => {
    const page = await app.inject({ url: '/nothing', headers: { accept: 'text/html,*/*' } })
    expect([page.statusCode, page.body]).toEqual([404, '<script>lost()</script>'])
    expect(page.headers['content-security-policy']).toContain('sha256-')
    const error = await app.inject({ url: '/nothing', headers: { accept: 'application/json' } })
    expect([error.statusCode, error.json().code]).toEqual([404, 'route_unknown'])
    const call = await app.inject({ url: '/api/v1/nothing', headers: { accept: 'text/html,*/*' } })
    expect([call.statusCode, call.json().code]).toEqual([404, 'route_unknown'])
  })

  it('waits for that page once: Node finds no more listeners on a reply than it takes for sound', async () => {
    const warnings: string[] = []
    const listen = ({ message }: Error): void => void warnings.push(message)
    process.on('warning', listen)
    await app.inject({ url: '/nothing', headers: { accept: 'text/html,*/*' } })
    await new Promise(setImmediate)
    process.off('warning', listen)
    expect(warnings).toEqual([])
  })

  it('follows a page that is built anew while the service runs', async () => {
    const before = (await app.inject('/')).headers['content-security-policy']
    writeFileSync(join(folder, 'index.html'), '<script>restart()</script>')
    utimesSync(join(folder, 'index.html'), new Date(), new Date(Date.now() + 5000))
    expect((await app.inject('/')).headers['content-security-policy']).not.toBe(before)
  })

  it.each(['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/jobs/..%5c..%5cpackage.json'])(
    'stays in its folder: %s',
    async (url) => {
      const { statusCode } = await app.inject(url)
      expect(statusCode).toBeGreaterThanOrEqual(400)
      expect(statusCode).toBeLessThan(500)
    },
  )
})

it('says in one line how to build the page while there is none, and answers the API all the same', async () => {
  const bare = await createApi(untouchedPlatform, SETTINGS)
  const reply = await bare.inject('/')
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toMatch(/^The page is not built yet: run npm run build\..*\n$/)
  expect((await bare.inject({ url: '/nothing', headers: { accept: 'text/html' } })).json().code).toBe('route_unknown')
  await bare.close()
})
