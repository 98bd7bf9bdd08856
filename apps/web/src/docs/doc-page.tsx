import './doc.css'
import { SectionLinks } from '../layout/section-links.tsx'
import { Markdown } from './markdown.tsx'
import { type Doc, plainText } from './read-markdown.ts'

/** One page of the docs, with the links to its sections beside it. */
export function DocPage({ doc }: { doc: Doc }) {
  const places = [...doc.ids].flatMap(([{ depth, tokens }, id]) =>
    depth === 2 ? [{ id, title: plainText(tokens) }] : [],
  )
  return (
    <div className="grid gap-10 pt-8 sm:pt-12 lg:grid-cols-[minmax(0,1fr)_13rem]">
      <article className="doc min-w-0">
        <p className="mb-3 text-sm">
          <a href="/guide/">Docs</a>
        </p>
        <Markdown doc={doc} />
      </article>
      {places.length > 1 && <SectionLinks label={`On this page: ${doc.title}`} places={places} />}
    </div>
  )
}
