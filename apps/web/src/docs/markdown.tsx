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
        <p>
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
        <blockquote>
          <Blocks blocks={block.tokens as MarkedToken[]} ids={ids} />
        </blockquote>
      )
    case 'hr':
      return <hr />
    case 'space':
    case 'def':
      return null
    default:
      throw new RangeError(`a page of the docs has ${block.type}, which is not shown: ${block.raw}`)
  }
}

/** A heading is a link to itself, to be copied. */
function Heading({ heading: { depth, tokens }, id }: { heading: Tokens.Heading; id: string | undefined }) {
  const Tag = `h${depth}` as 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
  return (
    <Tag id={id}>
      <a href={`#${id}`}>
        <Inline tokens={tokens} />
      </a>
    </Tag>
  )
}

function List({ list, ids }: { list: Tokens.List; ids: Ids }) {
  const entries = list.items.map((item, i) => (
    <li key={i}>
      <Blocks blocks={item.tokens as MarkedToken[]} ids={ids} />
    </li>
  ))
  return list.ordered ? <ol start={Number(list.start) || 1}>{entries}</ol> : <ul>{entries}</ul>
}
