import type { DocSection } from './doc-sections.ts'
import type { Doc } from './read-markdown.ts'

interface DocsPageProps {
  readonly sections: readonly DocSection[]
  readonly docs: ReadonlyMap<string, Pick<Doc, 'title' | 'summary'>>
}

/** Every page of the docs by section, with what it says first. */
export function DocsPage({ sections, docs }: DocsPageProps) {
  return (
    <section aria-labelledby="docs" className="pt-8 sm:pt-12">
      <h1 id="docs" className="text-2xl">
        Docs
      </h1>
      <p className="mt-2 max-w-prose text-ink-soft">
        How zerosec is used, called, deployed and kept running. They came with this installation, and are of its
        version.
      </p>
      {sections.map(({ title, names }) => (
        <section key={title} className="mt-10">
          <h2 className="text-lg">{title}</h2>
          <ul className="mt-3 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2">
            {names.map((name) => (
              <li key={name} className="bg-surface">
                <a href={`/guide/${name}/`} className="block h-full px-4 py-3 -outline-offset-2 hover:bg-sunken">
                  <span className="font-medium text-accent">{docs.get(name)?.title}</span>
                  <span className="mt-0.5 block text-sm text-ink-soft">{docs.get(name)?.summary}</span>
                </a>
              </li>
            ))}
            {names.length % 2 === 1 && <li aria-hidden className="hidden bg-surface sm:block" />}
          </ul>
        </section>
      ))}
    </section>
  )
}
