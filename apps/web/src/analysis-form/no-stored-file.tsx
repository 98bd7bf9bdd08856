import type { FileUse } from './field.ts'

/** Why no stored file is offered. */
export function NoStoredFile({ use, isError, isEmpty }: { use: FileUse; isError: boolean; isEmpty: boolean }) {
  if (isError)
    return <p className="text-sm text-serious">The files could not be listed. Reload the page to try again.</p>
  if (!isEmpty) return null
  return (
    <p className="text-sm text-ink-soft">
      {use === 'model'
        ? 'There is no model yet: run Modelling on a table with results first.'
        : 'There is no file yet.'}
    </p>
  )
}
