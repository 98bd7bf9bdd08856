'use client'

import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { problemOf } from '../../api/problem.ts'

export interface Download {
  readonly label: string
  readonly about?: string
  readonly save: () => void | Promise<void>
}

/** The files that a panel or the page can be had as. */
export function DownloadMenu(props: {
  label: string
  downloads: readonly Download[]
  isDisabled?: boolean
  className: string
  children: ReactNode
}) {
  const { label, downloads, isDisabled = false, className, children } = props
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (download: Download) => {
    setProblem(null)
    try {
      await download.save()
    } catch (error) {
      setProblem(error instanceof Error && error.constructor === Error ? error.message : problemOf(error).message)
    }
  }
  return (
    <span data-no-picture className="relative">
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger aria-label={label} title={label} disabled={isDisabled} className={className}>
          {children}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="end"
            sideOffset={4}
            collisionPadding={12}
            className="z-40 min-w-44 rounded-md border border-line-strong bg-surface p-1 text-sm shadow-[0_4px_16px_var(--shadow)]"
          >
            {downloads.map((download) => (
              <DropdownMenu.Item
                key={download.label}
                onSelect={() => void save(download)}
                className="flex cursor-pointer items-baseline justify-between gap-4 rounded-md px-2.5 py-1.5 outline-none data-highlighted:bg-sunken"
              >
                {download.label}
                {download.about && <span className="text-xs text-ink-faint">{download.about}</span>}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {problem && (
        <span
          role="alert"
          className="absolute top-full right-0 z-30 w-56 rounded-md border border-line-strong bg-surface px-3 py-2 text-xs text-serious shadow-[0_4px_16px_var(--shadow)]"
        >
          {problem}
        </span>
      )}
    </span>
  )
}
