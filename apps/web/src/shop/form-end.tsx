import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'

interface FormEndProps {
  readonly error: Error | null
  readonly isPending: boolean
  readonly label: string
  /** Before it is changed. */
  readonly name?: string | undefined
}

/** The end of a form that makes or changes something with a name: the name, what went wrong, the button. */
export function FormEnd({ error, isPending, label, name }: FormEndProps) {
  return (
    <>
      <label className="label block">
        Name
        <input name="name" defaultValue={name} required maxLength={100} autoComplete="off" className="field mt-0.5" />
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
