import type { Metadata } from 'next'
import { docNames, readDoc } from '../../../docs/doc-files.ts'
import { DocPage } from '../../../docs/doc-page.tsx'
import { readMarkdown } from '../../../docs/read-markdown.ts'

interface Props {
  readonly params: Promise<{ readonly name: string }>
}

export function generateStaticParams(): { name: string }[] {
  return docNames().map((name) => ({ name }))
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params
  return { title: readMarkdown(readDoc(name)).title }
}

export default async function Page({ params }: Props) {
  const { name } = await params
  return <DocPage doc={readMarkdown(readDoc(name))} />
}
