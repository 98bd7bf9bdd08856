'use client'

import { INPUT_EXTENSIONS } from '@zerosec/contract'
import { Icon } from '../controls/icon.tsx'

const ACCEPTED = INPUT_EXTENSIONS.map((extension) => `.${extension}`).join(',')

/** The place to drop a file on. All of it is the label of the file input, which takes the focus and opens the dialog. */
export function DropZone({ held, onFile }: { held: boolean; onFile: (file: File) => void }) {
  return (
    <label
      data-testid="drop-zone"
      className={`group block cursor-pointer overflow-hidden rounded-lg border transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
        held ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:border-ink-faint'
      }`}
    >
      <input
        type="file"
        accept={ACCEPTED}
        aria-label="Choose a table file"
        className="sr-only"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) onFile(file)
          event.target.value = ''
        }}
      />
      <span className="ruler block" />
      <span className="flex flex-col items-center px-6 py-12 text-center sm:py-16">
        <span className="text-xl font-medium tracking-tight">{held ? 'Let go to read it' : 'Drop a table here'}</span>
        <span className="mt-2 text-balance text-ink-soft">
          CSV, TSV or Excel. Cells copied from a spreadsheet can be pasted.
        </span>
        <span className="mt-5 inline-flex min-h-9 items-center gap-2 rounded-md bg-accent px-3.5 py-1.5 text-sm font-medium text-on-accent transition-colors group-hover:bg-accent-strong">
          <Icon name="upload" /> Choose a file
        </span>
      </span>
      <span className="ruler block rotate-180" />
    </label>
  )
}
