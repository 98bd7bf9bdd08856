import type { MarkedToken } from 'marked'
import type { ReactNode } from 'react'
import { pageAddress, pictureAddress } from './doc-links.ts'

/** Text with its marks. */
export function Inline({ tokens }: { tokens: readonly { type: string; raw: string }[] }): ReactNode {
  return (tokens as readonly MarkedToken[]).map((token, i) => <InlineToken key={i} token={token} />)
}

function InlineToken({ token }: { token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens ? <Inline tokens={token.tokens} /> : token.text
    case 'escape':
      return token.text
    case 'strong':
      return (
        <strong className="font-semibold">
          <Inline tokens={token.tokens} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      )
    case 'codespan':
      return <code className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.9em] break-words">{token.text}</code>
    case 'link':
      return (
        <DocLink href={token.href}>
          <Inline tokens={token.tokens} />
        </DocLink>
      )
    case 'image':
      return <Picture href={token.href} description={token.text} />
    case 'br':
      return <br />
    default:
      throw new RangeError(`a page of the docs has ${token.type}, which is not shown: ${token.raw}`)
  }
}

function DocLink({ href, children }: { href: string; children: ReactNode }) {
  const address = pageAddress(href)
  if (address === undefined) return children
  return (
    <a
      href={address}
      className="text-accent underline decoration-line-strong underline-offset-3 hover:decoration-accent"
    >
      {children}
    </a>
  )
}

function Picture({ href, description }: { href: string; description: string }) {
  const address = pictureAddress(href)
  if (address === undefined) throw new RangeError(`${href} is not in docs/pictures`)
  return (
    <a href={address} className="block">
      {/* oxlint-disable-next-line nextjs/no-img-element -- a plain export optimises nothing */}
      <img src={address} alt={description} loading="lazy" className="w-full rounded-lg border border-line" />
    </a>
  )
}
