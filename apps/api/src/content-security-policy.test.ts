import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { pagePolicy } from './content-security-policy.ts'

const hash = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

it('allows exactly the inline scripts of the page, by their hashes', () => {
  const html = `<script src="/a.js" async=""></script><script>one("強度")</script><p>x</p>
    <script id="b">two()
    </script><SCRIPT type="application/json">{}</SCRIPT><script>one("強度")</script><script></script>`
  const policy = pagePolicy(html)
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1]?.split(' ')
  expect(scripts).toEqual(["'self'", hash('one("強度")'), hash('two()\n    '), hash('{}'), hash('')])
})

it('lets the page call the store of files, where that has an origin of its own', () => {
  expect(pagePolicy('', ['https://in.s3.eu-west-1.amazonaws.com', 'https://out.example'])).toContain(
    "connect-src 'self' https://in.s3.eu-west-1.amazonaws.com https://out.example;",
  )
  expect(pagePolicy('')).toContain("connect-src 'self';")
})

it('lets in no script but our own files when there is no inline script, and never asks for https', () => {
  const policy = pagePolicy('<p>no script</p>')
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
})
