import type { Metadata } from 'next'
import { docNames, readDoc } from '../../docs/doc-files.ts'
import { docSections } from '../../docs/doc-sections.ts'
import { DocsPage } from '../../docs/docs-page.tsx'
import { readMarkdown } from '../../docs/read-markdown.ts'

export const metadata: Metadata = { title: 'Docs' }

export default function Page() {
  const names = docNames()
  return (
    <DocsPage sections={docSections(names)} docs={new Map(names.map((name) => [name, readMarkdown(readDoc(name))]))} />
  )
}
