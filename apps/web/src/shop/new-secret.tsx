'use client'

import { CopyButton } from '../controls/copy-button.tsx'
import { Notice } from '../controls/notice.tsx'

/** The secret of webhooks, shown once. */
export function NewSecret({ secret }: { secret: string }) {
  return (
    <Notice level="note" title="Webhooks are signed with this secret. It is shown this once.">
      <span className="flex items-center gap-2">
        <code className="font-mono text-xs break-all">{secret}</code>
        <CopyButton text={secret} label="Copy" />
      </span>
    </Notice>
  )
}
