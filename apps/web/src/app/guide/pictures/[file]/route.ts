import { pictureNames, readPicture } from '../../../../docs/doc-files.ts'

/** The pictures of the docs, written beside the page when it is exported. */
export const dynamic = 'force-static'

export function generateStaticParams(): { file: string }[] {
  return pictureNames().map((file) => ({ file }))
}

export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params
  const type = file.endsWith('.svg') ? 'image/svg+xml' : 'image/png'
  return new Response(readPicture(file), { headers: { 'content-type': type } })
}
