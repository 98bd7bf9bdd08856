'use client'

import { useState } from 'react'
import { Icon, type IconName } from '../controls/icon.tsx'
import { LoadDialog } from './load-dialog.tsx'

const TOOLS = [{ name: 'load', label: 'Load files', icon: 'upload' }] as const satisfies {
  name: string
  label: string
  icon: IconName
}[]

/** What keeps the page's numbers alive, beside its title. */
export function ShopTools() {
  const [open, setOpen] = useState<(typeof TOOLS)[number]['name'] | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="flex flex-wrap gap-1">
      {TOOLS.map(({ name, label, icon }) => (
        <button
          key={name}
          type="button"
          aria-haspopup="dialog"
          onClick={() => setOpen(name)}
          className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink"
        >
          <Icon name={icon} /> {label}
        </button>
      ))}
      {open === 'load' && <LoadDialog hasShop onClose={close} />}
    </div>
  )
}
