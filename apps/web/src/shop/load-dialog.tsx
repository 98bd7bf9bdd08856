'use client'

import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { FileChoice } from './file-choice.tsx'
import { LoadReport } from './load-report.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { ShopDialog } from './shop-dialog.tsx'
import { loadProblem, useLoad } from './use-load.ts'

/** Files of the shop, the mapping by which they are read, and what became of their rows. */
export function LoadDialog({ hasShop, onClose }: { hasShop: boolean; onClose: () => void }) {
  const steps = useLoad()
  const { underway, sent, send, load } = steps
  const error = load.error ?? send.error
  const report = load.data
  return (
    <ShopDialog
      isOpen
      onClose={onClose}
      title={report ? 'Loaded' : 'Load files'}
      about={
        report
          ? 'What became of every row.'
          : 'What your shop exports, orders at least. Nothing that serves changes until all of it is loaded.'
      }
    >
      <div className="mt-4 space-y-4">
        {error && (
          <Notice level="serious" alert>
            {loadProblem(error)}
          </Notice>
        )}
        {underway ? (
          <div className="py-8">
            <ProgressBar fraction={underway.fraction} label="Loading" />
            <p className="mt-2 text-sm text-ink-soft" role="status">
              {underway.words}…
            </p>
          </div>
        ) : report ? (
          <LoadReport load={report} onClose={onClose} />
        ) : sent.length === 0 ? (
          <FileChoice onFiles={(files) => send.mutate(files)} />
        ) : (
          <MappingEditor steps={steps} hasShop={hasShop} />
        )}
      </div>
    </ShopDialog>
  )
}
