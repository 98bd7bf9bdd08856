'use client'

import type { JobDetail } from '@zerosec/contract'
import { ArrivalHeading } from '../controls/arrival-heading.tsx'
import { Button, LinkButton } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { useCloseTable } from '../workbench/use-close-table.ts'
import { Attempts } from './attempts.tsx'
import { DeleteJob } from './delete-job.tsx'
import { KeptFiles } from './kept-files.tsx'
import { SendAgain } from './send-again.tsx'

/** A failed or cancelled job: why, what it had found, and the way on with the same file. */
export function EndedWithoutReport({ job }: { job: JobDetail }) {
  const close = useCloseTable()
  const failed = job.status === 'failed'
  const isDead = job.dead_at !== null
  return (
    <section aria-labelledby="outcome" className="appear max-w-2xl pt-16 sm:pt-24">
      <p className={`label ${failed ? 'text-serious' : ''}`}>{failed ? 'No result' : 'Cancelled'}</p>
      <ArrivalHeading id="outcome" className="mt-2 text-xl leading-snug sm:text-2xl">
        {failed ? (
          <span data-code={job.error_code}>{job.error_message ?? 'The job failed.'}</span>
        ) : (
          'The job was stopped before it had a result.'
        )}
      </ArrivalHeading>
      <Attempts job={job} />
      {isDead && <SendAgain jobId={job.job_id} />}
      <KeptFiles jobId={job.job_id} />
      <p className="mt-4 text-ink-soft">
        The file {job.file_name} is still here: change the settings and run it again
        {isDead ? '.' : ', or start with a corrected file.'}
      </p>
      <div className="mt-6 flex flex-wrap gap-3">
        <LinkButton look={isDead ? 'plain' : 'primary'} href={`/?from=${job.job_id}`}>
          <Icon name="again" /> Change and run again
        </LinkButton>
        <Button onClick={close}>Use another file</Button>
        <DeleteJob job={job} />
      </div>
      {job.error_code && (
        <p className="mt-10 border-t border-line pt-4 text-sm text-ink-faint">
          Error <span className="font-mono">{job.error_code}</span>, job <span className="font-mono">{job.job_id}</span>
        </p>
      )}
    </section>
  )
}
