import type { Problem } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'

interface RefusalProps {
  readonly problem: Problem
  readonly verb: 'promote' | 'release'
  readonly allowsOther: boolean
  readonly onAllow: (allows: boolean) => void
}

/** Why it was refused; another signature can be taken all the same, by who says that the callers know. */
export function Refusal({ problem, verb, allowsOther, onAllow }: RefusalProps) {
  return (
    <div className="mt-4" data-refused={problem.code}>
      <Notice level="serious" title="It was refused" alert>
        {problem.message}
        {problem.code === 'model_signature_differs' && (
          <label className="mt-3 flex items-start gap-2 text-ink">
            <input
              type="checkbox"
              checked={allowsOther}
              onChange={(event) => onAllow(event.target.checked)}
              className="mt-1 accent-accent"
            />
            All who call it know that the columns change: {verb} it all the same.
          </label>
        )}
      </Notice>
    </div>
  )
}
