import { createClient } from '@zerosec/client'

/** Runs an analysis of a table over the API; answers the job's id once it is completed. */
export async function runJob(
  origin: string,
  jobType: string,
  csv: string,
  parameters: Readonly<Record<string, unknown>>,
  fileName = 'table.csv',
): Promise<string> {
  const client = createClient({ origin })
  const file = await client.uploadFile(fileName, new Uint8Array(Buffer.from(csv)))
  const { job_id } = await client.submit({ file, jobType, parameters })
  const { status, error_message } = await client.watch(job_id, () => {})
  if (status !== 'completed') throw new Error(`the job ended as ${status}: ${error_message}`)
  return job_id
}

/** The bytes of a job's artifact. */
export async function artifactBytes(origin: string, jobId: string, fileName: string): Promise<Uint8Array> {
  const client = createClient({ origin })
  const artifact = (await client.artifacts(jobId)).find(({ file_name }) => file_name === fileName)
  if (!artifact) throw new Error(`the job has no file ${fileName}`)
  const { url } = await client.downloadUrl(jobId, artifact.file_key)
  return new Uint8Array(await (await fetch(new URL(url, origin))).arrayBuffer())
}
