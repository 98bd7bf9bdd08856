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
        <strong>
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
      return <code>{token.text}</code>
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
  return <a href={address}>{children}</a>
}

function Picture({ href, description }: { href: string; description: string }) {
  const address = pictureAddress(href)
  if (address === undefined) throw new RangeError(`${href} is not in docs/pictures`)
  return (
    <a href={address}>
      {/* oxlint-disable-next-line nextjs/no-img-element -- a plain export optimises nothing */}
      <img src={address} alt={description} loading="lazy" />
    </a>
  )
}
