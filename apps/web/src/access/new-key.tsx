import type { CreatedKey } from '@zerosec/contract'
import { Button } from '../controls/button.tsx'
import { CopyButton } from '../controls/copy-button.tsx'

/** The only moment in which the key itself can be seen. */
export function NewKey({ created, onDone }: { created: CreatedKey; onDone: () => void }) {
  return (
    <div role="status" className="appear mt-5 rounded-lg border border-accent bg-accent-soft p-5">
      <p className="font-medium">The key for {created.name}</p>
      <p className="mt-1 text-sm text-ink-soft">Copy it now: it is shown this once, and nobody can look it up later.</p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <code data-testid="new-key" className="min-w-0 rounded-md bg-surface px-3 py-2 font-mono text-sm break-all">
          {created.key}
        </code>
        <CopyButton text={created.key} label="Copy" />
        <Button look="quiet" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
