'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { followLoad } from './follow-load.ts'
import { loadProblem } from './use-load.ts'

const DEMO_ORDERS = 20_000

/** Before anything was loaded: how to, and a shop to look at meanwhile. */
export function NoShop({ onLoad }: { onLoad: () => void }) {
  const client = useQueryClient()
  const [done, setDone] = useState<{ fraction: number; words: string } | null>(null)
  const demo = useMutation({
    mutationFn: async () => {
      await followLoad(await api.commerce.makeDemo({ orders: DEMO_ORDERS }), setDone)
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['shop'] }),
  })
  return (
    <div className="mt-4 rounded-lg border border-dashed border-line-strong px-6 py-14 text-center">
      <p className="font-medium">No shop is loaded yet</p>
      <p className="mx-auto mt-1 max-w-lg text-sm text-ink-soft">
        Load the files that your shop exports, orders at least: here, or where zerosec runs:
      </p>
      <pre className="mx-auto mt-3 w-fit max-w-full overflow-x-auto rounded-md bg-sunken px-4 py-2 text-left font-mono text-xs leading-6">
        npx zerosec commerce load &lt;folder&gt; --preset olist
      </pre>
      <p className="mx-auto mt-3 max-w-lg text-sm text-ink-soft">
        A folder in a form of its own takes <code className="font-mono text-xs">--mapping shop.yaml</code>;{' '}
        <code className="font-mono text-xs">npx zerosec commerce map &lt;folder&gt;</code> proposes one.
      </p>
      <div className="mx-auto mt-6 max-w-sm">
        {demo.isPending ? (
          <>
            <ProgressBar fraction={done?.fraction ?? null} label="Making a demo shop" />
            <p className="mt-1 text-sm text-ink-soft" role="status">
              {done?.words ?? 'Beginning'}…
            </p>
          </>
        ) : (
          <div className="flex flex-wrap justify-center gap-2">
            <Button look="primary" onClick={onLoad}>
              <Icon name="upload" /> Load files
            </Button>
            <Button onClick={() => demo.mutate()}>Make a demo shop</Button>
          </div>
        )}
      </div>
      {demo.error && (
        <div className="mx-auto mt-4 max-w-lg text-left">
          <Notice level="serious" alert>
            {loadProblem(demo.error)}
          </Notice>
        </div>
      )}
    </div>
  )
}
