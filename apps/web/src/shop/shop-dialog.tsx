'use client'

import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon } from '../controls/icon.tsx'

/** A dialog over the page: on a narrow window it is all of it. */
export function ShopDialog(props: {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  about: string
  size?: 'narrow' | 'wide'
  children: ReactNode
}) {
  return (
    <Dialog.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className={`fixed inset-x-0 top-0 z-50 mx-auto flex max-h-dvh w-full flex-col bg-surface shadow-[0_8px_40px_var(--shadow)] outline-none sm:top-[5vh] sm:max-h-[90vh] sm:rounded-lg sm:border sm:border-line-strong max-sm:h-dvh ${props.size === 'narrow' ? 'max-w-md' : 'max-w-3xl'}`}
        >
          <header className="flex items-start gap-4 border-b border-line px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-lg">{props.title}</Dialog.Title>
              <Dialog.Description className="mt-0.5 text-sm text-ink-soft">{props.about}</Dialog.Description>
            </div>
            <Dialog.Close
              aria-label="Close"
              className="-mr-1.5 rounded-md p-1.5 text-ink-faint hover:bg-sunken hover:text-ink"
            >
              <Icon name="close" />
            </Dialog.Close>
          </header>
          <div className="overflow-y-auto overscroll-contain px-5 pb-6">{props.children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
