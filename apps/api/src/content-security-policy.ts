import { createHash } from 'node:crypto'

/**
 * The policy for one exported page: our own files, and exactly the inline scripts that stand in it. Styles may be inline,
 * since charts and menus place themselves by style attributes. Nothing asks for https: on loopback there is none.
 *
 * @param fileOrigins  where the page uploads to and reads artifacts from, beside its own origin
 */
export function pagePolicy(html: string, fileOrigins: readonly string[] = []): string {
  const scripts = [...new Set(inlineScripts(html).map(sourceHash))]
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...fileOrigins].join(' '),
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * The policy of a script that runs as a worker, which obeys its own reply's headers: it may load our scripts and call nobody.
 * The engine's kernels are WebAssembly; the word lets that be compiled, and still no text become a script.
 */
export const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'"

function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
    .filter(([, attributes = '']) => !/\bsrc\s*=/i.test(attributes))
    .map(([, , body = '']) => body)
}

function sourceHash(script: string): string {
  return `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`
}
