'use client'

import { useState } from 'react'
import { Icon } from '../controls/icon.tsx'

/** The place to drop a shop's files on. All of it is the label of the file input. */
export function FileChoice({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [isHeld, setHeld] = useState(false)
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].filter(({ name }) => !name.startsWith('.'))
    if (files.length > 0) onFiles(files)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what is dropped can be chosen by the input inside
    <label
      className={`block cursor-pointer rounded-lg border border-dashed px-6 py-12 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${isHeld ? 'border-accent bg-accent-soft' : 'border-line-strong hover:border-ink-faint'}`}
      onDragOver={(event) => {
        event.preventDefault()
        setHeld(true)
      }}
      onDragLeave={() => setHeld(false)}
      onDrop={(event) => {
        event.preventDefault()
        setHeld(false)
        take(event.dataTransfer.files)
      }}
    >
      <input
        type="file"
        multiple
        accept=".csv,.tsv,.txt"
        aria-label="Choose the shop’s files"
        className="sr-only"
        onChange={({ target }) => take(target.files)}
      />
      <span className="text-lg font-medium">{isHeld ? 'Let go to read them' : 'Drop CSV files here'}</span>
      <span className="mt-1 block text-sm text-ink-soft">
        Orders, order lines, customers, products, refunds … all that belong together at once.
      </span>
      <span className="mt-4 inline-flex min-h-9 items-center gap-2 rounded-md bg-accent px-3.5 text-sm font-medium text-on-accent">
        <Icon name="upload" /> Choose files
      </span>
    </label>
  )
}
