import type { ReactNode } from 'react'
import type { Control, Field } from './field.ts'

/** Controls that need the whole width. */
const WIDE: ReadonlySet<Control['kind']> = new Set(['column', 'columns', 'json'])

/** The fields in the order of the schema: lists of columns over the whole width, the rest two abreast. */
export function FieldGrid({ fields, children }: { fields: readonly Field[]; children: (field: Field) => ReactNode }) {
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      {fields.map((field) => (
        <div key={field.name} className={WIDE.has(field.control.kind) ? 'min-w-0 lg:col-span-2' : 'min-w-0'}>
          {children(field)}
        </div>
      ))}
    </div>
  )
}
