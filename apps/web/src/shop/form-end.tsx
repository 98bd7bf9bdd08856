import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'

/** The end of a form that makes something with a name: the name, what went wrong, the button. */
export function FormEnd({ error, isPending, label }: { error: Error | null; isPending: boolean; label: string }) {
  return (
    <>
      <label className="label block">
        Name
        <input name="name" required maxLength={100} autoComplete="off" className="field mt-0.5" />
      </label>
      {error && (
        <p role="alert" className="text-serious">
          {problemOf(error).message}
        </p>
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={isPending}>
          {label}
        </Button>
      </div>
    </>
  )
}
