'use client'

import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { formatBytes } from '../numbers/format.ts'
import type { UploadState } from './use-upload.ts'

/** How far the upload is, or why the file can't be used. */
export function UploadStatus({ state, onStop }: { state: UploadState; onStop: () => void }) {
  if (state.step === 'idle') return null
  if (state.step === 'failed') {
    return (
      <Notice level="serious" alert title={`${state.name} can't be used`}>
        <p data-code={state.problem.code}>{state.problem.message}</p>
        <Button look="quiet" className="mt-1 -ml-3.5" onClick={onStop}>
          Dismiss
        </Button>
      </Notice>
    )
  }
  const sending = state.step === 'sending'
  const text = sending ? `Sending ${state.name}, ${formatBytes(state.bytes)}` : `Reading ${state.name}`
  return (
    <div className="appear rounded-lg border border-line bg-surface p-4">
      <div className="mb-3 flex items-center justify-between gap-4">
        <p role="status" className="min-w-0 truncate text-sm">
          {text}
        </p>
        <Button look="quiet" onClick={onStop}>
          Stop
        </Button>
      </div>
      <ProgressBar fraction={sending ? state.fraction : null} label={text} />
    </div>
  )
}
