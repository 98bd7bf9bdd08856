'use client'

import Link from 'next/link'
import { DropZone } from './drop-zone.tsx'
import { SampleList } from './sample-list.tsx'
import type { Sample } from './samples.ts'
import { UploadStatus } from './upload-status.tsx'
import type { UploadState } from './use-upload.ts'

const PROMISES = [
  {
    title: 'Reads what you have',
    text: 'Shift_JIS or UTF-8, decimal commas, unit rows, broken headers. Every repair and every doubt is listed with its row.',
  },
  {
    title: 'Scores it honestly',
    text: 'What you see is measured on rows that the model never saw, beside the training score and never instead of it.',
  },
  {
    title: 'Goes where you work',
    text: 'The report leaves as an Excel workbook with a live calculator, as pictures and as JSON. Your data stay on your own machines.',
  },
] as const

interface UploadPageProps {
  readonly samples: readonly Sample[]
  readonly state?: UploadState
  readonly held?: boolean
  readonly onFile?: (file: File) => void
  readonly onStop?: () => void
}

const NOTHING = () => {}
const IDLE: UploadState = { step: 'idle' }

/** The start: nothing on the workbench yet. */
export function UploadPage({
  samples,
  state = IDLE,
  held = false,
  onFile = NOTHING,
  onStop = NOTHING,
}: UploadPageProps) {
  return (
    <div className="pt-12 sm:pt-20">
      <h1 className="max-w-3xl text-3xl leading-[1.08] font-[560] tracking-[-0.03em] sm:text-4xl">
        From a table to a decision<span className="text-accent">.</span>
      </h1>
      <p className="mt-4 max-w-xl text-lg text-ink-soft">
        Drop the measurements. See which factors matter, how sure that is, and what a change would do.
      </p>
      <div className="mt-8 space-y-4 sm:mt-10">
        <UploadStatus state={state} onStop={onStop} />
        <DropZone held={held} onFile={onFile} />
      </div>
      <p className="mt-5 text-ink-soft">
        Nothing measured yet?{' '}
        <Link href="/design/" className="text-accent underline underline-offset-4 hover:text-accent-strong">
          Plan experiments
        </Link>{' '}
        and make the fewest runs that answer your question.
      </p>
      <div className="mt-8">
        <SampleList samples={samples} onFile={onFile} />
      </div>
      <ul className="mt-16 grid gap-8 border-t border-line pt-8 sm:grid-cols-3">
        {PROMISES.map(({ title, text }) => (
          <li key={title}>
            <h2 className="text-base font-medium tracking-normal">{title}</h2>
            <p className="mt-1.5 text-sm text-ink-soft">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
