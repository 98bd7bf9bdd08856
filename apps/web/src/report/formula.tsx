'use client'

import type { FormulaBlock } from '@zerosec/report'
import { CopyButton } from '../controls/copy-button.tsx'

/** A prediction formula, to be pasted elsewhere. */
export function Formula({ block }: { block: FormulaBlock }) {
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-surface">
      <figcaption className="flex items-center justify-between border-b border-line py-1.5 pr-2 pl-4">
        <span className="font-medium">{block.title}</span>
        <CopyButton text={block.text} label="Copy" />
      </figcaption>
      <pre className="max-h-72 overflow-auto px-4 py-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
        {block.text}
      </pre>
    </figure>
  )
}
