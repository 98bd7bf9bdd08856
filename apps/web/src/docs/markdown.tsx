import type { MarkedToken, Tokens } from 'marked'
import type { ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'
import { DocTable } from './doc-table.tsx'
import { Inline } from './markdown-inline.tsx'
import type { Doc } from './read-markdown.ts'

/** The blocks of a page. Nothing of it becomes HTML that is not made here: HTML in the docs is refused. */
export function Markdown({ doc }: { doc: Doc }): ReactNode {
  return <Blocks blocks={doc.blocks} ids={doc.ids} />
}

type Ids = Doc['ids']

function Blocks({ blocks, ids }: { blocks: readonly MarkedToken[]; ids: Ids }): ReactNode {
  return blocks.map((block, i) => <Block key={i} block={block} ids={ids} />)
}

function Block({ block, ids }: { block: MarkedToken; ids: Ids }): ReactNode {
  switch (block.type) {
    case 'heading':
      return <Heading heading={block} id={ids.get(block)} />
    case 'paragraph':
      return (
        <p className="mt-4">
          <Inline tokens={block.tokens} />
        </p>
      )
    case 'text': // of a list whose entries stand close together
      return <Inline tokens={block.tokens ?? [block]} />
    case 'code':
      return <CodeBlock text={block.text} language={block.lang ?? ''} />
    case 'table':
      return <DocTable table={block} />
    case 'list':
      return <List list={block} ids={ids} />
    case 'blockquote':
      return (
        <blockquote className="mt-4 border-l-2 border-line-strong pl-4 text-ink-soft">
          <Blocks blocks={block.tokens as MarkedToken[]} ids={ids} />
        </blockquote>
      )
    case 'hr':
      return <hr className="mt-8 border-line" />
    case 'space':
    case 'def':
      return null
    default:
      throw new RangeError(`a page of the docs has ${block.type}, which is not shown: ${block.raw}`)
  }
}

const LOOKS = [
  'text-3xl',
  'mt-12 text-xl',
  'mt-9 text-lg',
  'mt-7 text-base',
  'mt-7 text-base',
  'mt-7 text-base',
] as const

/** A heading is a link to itself, to be copied. */
function Heading({ heading: { depth, tokens }, id }: { heading: Tokens.Heading; id: string | undefined }) {
  const Tag = `h${depth}` as 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
  return (
    <Tag id={id} className={`${LOOKS[depth - 1]} break-words`}>
      <a href={`#${id}`} className="decoration-line-strong underline-offset-4 hover:underline">
        <Inline tokens={tokens} />
      </a>
    </Tag>
  )
}

function List({ list, ids }: { list: Tokens.List; ids: Ids }) {
  const entries = list.items.map((item, i) => (
    <li key={i} className="pl-1">
      <Blocks blocks={item.tokens as MarkedToken[]} ids={ids} />
    </li>
  ))
  const look = `mt-4 ml-5 ${list.loose ? 'space-y-3 [&>li>p:first-child]:mt-0' : 'space-y-1.5'}`
  if (!list.ordered) return <ul className={`${look} list-disc marker:text-ink-faint`}>{entries}</ul>
  return (
    <ol start={Number(list.start) || 1} className={`${look} list-decimal marker:text-ink-faint`}>
      {entries}
    </ol>
  )
}
