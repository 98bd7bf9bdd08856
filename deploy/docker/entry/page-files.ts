import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { pagePolicy, WORKER_POLICY } from '../../../apps/api/src/content-security-policy.ts'

export interface PageFile {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** As helmet sets them for the API's answers. */
const SECURITY_HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'application/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/**
 * The exported page by path, some 8 MB that are read once: `/jobs/` is `jobs/index.html`. The headers are those that the API sends
 * with the same files (apps/api/src/routes/page.ts), each page's own policy among them.
 */
export function readPage(folder: string, fileOrigins: readonly string[]): ReadonlyMap<string, PageFile> {
  const page = new Map<string, PageFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length).split(sep).join('/')
    const body = readFileSync(path)
    page.set(name.replace(/\/index\.html$/, '/'), { body, headers: headersOf(name, body, fileOrigins) })
  }
  return page
}

function headersOf(name: string, body: Buffer, fileOrigins: readonly string[]): Record<string, string> {
  const extension = extname(name)
  const policy =
    extension === '.html'
      ? pagePolicy(body.toString('utf8'), fileOrigins)
      : extension === '.js'
        ? WORKER_POLICY
        : "default-src 'none'; frame-ancestors 'none'"
  return {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'content-length': String(body.length),
    'cache-control': name.startsWith('/_next/static/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': policy,
    ...SECURITY_HEADERS,
  }
}
