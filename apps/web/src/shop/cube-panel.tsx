'use client'

import type { CommerceCube } from '@zerosec/contract'
import { type ReactNode, useState } from 'react'
import { CopyButton } from '../controls/copy-button.tsx'
import { cubeTable } from './cube-rows.ts'
import { DialogSection } from './dialog-section.tsx'
import { Panel } from './panel.tsx'
import { ShopDialog } from './shop-dialog.tsx'
import type { ShopView } from './shop-view.ts'

export interface CubePanelProps {
  readonly view: ShopView
  readonly cube: CommerceCube | undefined
  readonly problem?: string | undefined
  /** What it shows, and which filters it does not heed. */
  readonly about: string
  readonly className: string
}

/** A panel of a table of its own kind; its title opens what one has to know of it, and its SQL. */
export function CubePanel(
  props: CubePanelProps & { title: string; fileName: string; meaning: string; children: ReactNode },
) {
  const { view, cube, problem, about, className, title, fileName, meaning, children } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Panel
        title={title}
        about={about}
        table={cube && cubeTable(cube)}
        fileName={fileName}
        format={view.format}
        problem={problem}
        onExplain={cube && (() => setOpen(true))}
        className={className}
      >
        {children}
      </Panel>
      {cube && (
        <ShopDialog isOpen={isOpen} onClose={() => setOpen(false)} title={title} about={about}>
          <DialogSection title="Definition">
            <p className="text-sm">{meaning}</p>
            <ul className="mt-2 list-disc space-y-1 pl-5 text-sm text-ink-soft">
              {cube.notes.map(({ code, text }) => (
                <li key={code}>{text}</li>
              ))}
            </ul>
          </DialogSection>
          <DialogSection title="SQL" action={<CopyButton text={cube.sql} label="Copy" />}>
            <pre className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5" tabIndex={0}>
              {cube.sql}
            </pre>
          </DialogSection>
          <p className="mt-4 text-sm text-ink-faint">
            Known up to {view.format.day(cube.as_of)}; snapshot {cube.snapshot_id}
          </p>
        </ShopDialog>
      )}
    </>
  )
}
