'use client'

import type { FunctionComponent } from 'react'
import { ChoiceControl } from './choice-control.tsx'
import { ChoicesControl } from './choices-control.tsx'
import { ColumnControl } from './column-control.tsx'
import { ColumnsControl } from './columns-control.tsx'
import type { Control } from './field.ts'
import type { FieldControlProps } from './field-control.ts'
import { FileControl } from './file-control.tsx'
import { FilesControl } from './files-control.tsx'
import { SwitchControl } from './switch-control.tsx'
import { TextControl } from './text-control.tsx'

const CONTROLS: Record<Control['kind'], FunctionComponent<FieldControlProps>> = {
  column: ColumnControl,
  columns: ColumnsControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  switch: SwitchControl,
  number: TextControl,
  text: TextControl,
  texts: TextControl,
  lines: TextControl,
  file: FileControl,
  files: FilesControl,
  json: TextControl,
}

/** Controls made of one element that a label can point to. */
const LABELLED: ReadonlySet<Control['kind']> = new Set(['switch', 'number', 'text', 'texts', 'lines', 'file', 'json'])

/** A parameter: its title, what it does, the control, and what is wrong with it. */
export function ParameterField(props: FieldControlProps & { problem: string | undefined }) {
  const { field, id, problem } = props
  const FieldControl = CONTROLS[field.control.kind]
  const title = (
    <>
      {field.title}
      {field.required && <span className="ml-2 text-xs font-normal text-ink-faint">required</span>}
    </>
  )
  return (
    <div data-parameter={field.name} className="space-y-2">
      <div>
        {LABELLED.has(field.control.kind) ? (
          <label htmlFor={id} id={`${id}-title`} className="font-medium">
            {title}
          </label>
        ) : (
          <p id={`${id}-title`} className="font-medium">
            {title}
          </p>
        )}
        <div id={`${id}-about`} className="text-sm">
          {field.description && <p className="max-w-prose text-ink-soft">{field.description}</p>}
          {problem && (
            <p role="alert" className="mt-1 font-medium text-serious">
              {problem}
            </p>
          )}
        </div>
      </div>
      <FieldControl {...props} />
    </div>
  )
}
