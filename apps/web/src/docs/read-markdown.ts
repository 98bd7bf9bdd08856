import { lexer, type MarkedToken, type Tokens } from 'marked'

/** A page of the docs, read: what it is called, what it says first, its blocks, and its headings with the ids that links name. */
export interface Doc {
  readonly title: string
  /** The first sentence, without marks. */
  readonly summary: string
  readonly blocks: readonly MarkedToken[]
  readonly ids: ReadonlyMap<Tokens.Heading, string>
}

/** @throws RangeError if the page does not begin with its title */
export function readMarkdown(text: string): Doc {
  const blocks = lexer(text) as MarkedToken[]
  const headings = blocks.filter((block) => block.type === 'heading')
  const [title] = headings
  if (title?.depth !== 1) throw new RangeError('a page of the docs begins with its title, # …')
  const opening = blocks.find((block) => block.type === 'paragraph')
  return { title: plainText(title.tokens), summary: firstSentence(opening), blocks, ids: headingIds(headings) }
}

/** What a reader sees of inline marks, without them. */
export function plainText(tokens: readonly { type: string; raw: string }[]): string {
  return (tokens as readonly MarkedToken[])
    .map((token) => {
      if ('tokens' in token && token.tokens) return plainText(token.tokens)
      return 'text' in token ? token.text : ' '
    })
    .join('')
}

function firstSentence(paragraph: Tokens.Paragraph | undefined): string {
  if (paragraph === undefined) return ''
  const text = plainText(paragraph.tokens).replace(/\s+/g, ' ')
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text
}

/** As GitHub makes them: `POST /api/v1/jobs` is `post-apiv1jobs`, a second one `post-apiv1jobs-1`. */
function headingIds(headings: readonly Tokens.Heading[]): ReadonlyMap<Tokens.Heading, string> {
  const seen = new Map<string, number>()
  return new Map(
    headings.map((heading) => {
      const id = plainText(heading.tokens)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
        .replaceAll(' ', '-')
      const count = seen.get(id) ?? 0
      seen.set(id, count + 1)
      return [heading, count === 0 ? id : `${id}-${count}`] as const
    }),
  )
}
