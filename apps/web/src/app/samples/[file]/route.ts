import { readSample, sampleFiles } from '../../../upload/sample-catalogue.ts'

/** The repository's examples, written beside the page when it is exported. */
export const dynamic = 'force-static'

export function generateStaticParams(): { file: string }[] {
  return sampleFiles().map((file) => ({ file }))
}

export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params
  return new Response(readSample(file), { headers: { 'content-type': 'text/csv' } })
}
