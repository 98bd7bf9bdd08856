import type { JobAttempt, JobDetail } from '@zerosec/contract'

const OUTCOMES: Record<JobAttempt['outcome'], string> = {
  failed: 'failed, the last one',
  retried: 'failed, tried again',
  released: 'given back by its worker',
  lost: 'its worker was lost',
  cancelled: 'cancelled',
}

/** How often a job was started in vain, and why; nothing where the one attempt says no more than the job itself. */
export function Attempts({ job: { attempts, dead_at } }: { job: JobDetail }) {
  if (attempts.length < 2 && dead_at === null) return null
  return (
    <section aria-labelledby="attempts" className="mt-8">
      <h2 id="attempts" className="text-lg">
        Attempts
      </h2>
      <ol className="mt-2 divide-y divide-line border-y border-line text-sm">
        {attempts.map((attempt) => (
          <li key={`${attempt.number} ${attempt.ended_at}`} className="grid gap-x-6 py-2 sm:grid-cols-[11rem_1fr]">
            <span className="text-ink-soft">
              {attempt.number}. {OUTCOMES[attempt.outcome]}
            </span>
            <span className="min-w-0 break-words">
              <time dateTime={attempt.ended_at} className="text-ink-faint">
                {new Date(attempt.ended_at).toLocaleString()}
              </time>
              {attempt.error_message && <span className="block">{attempt.error_message}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
