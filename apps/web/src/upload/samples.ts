/** Tables served with the page, for a first try without a file of one's own. */
export interface Sample {
  readonly file: string
  readonly columns: readonly string[]
}

export async function fetchSample(sample: Sample): Promise<File> {
  const reply = await fetch(`/samples/${sample.file}`)
  if (!reply.ok) throw new TypeError(`no sample at /samples/${sample.file}`)
  return new File([await reply.arrayBuffer()], sample.file, { type: 'text/csv' })
}
