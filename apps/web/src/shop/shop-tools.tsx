'use client'

import { useState } from 'react'
import { Icon, type IconName } from '../controls/icon.tsx'
import { AlertsDialog } from './alerts-dialog.tsx'
import { ReportsDialog } from './reports-dialog.tsx'
import type { Shop } from './use-shop.ts'
import { ViewsMenu } from './views-menu.tsx'

const TOOLS = [
  { name: 'alerts', label: 'Alerts', icon: 'caution' },
  { name: 'reports', label: 'Reports', icon: 'copy' },
] as const satisfies { name: string; label: string; icon: IconName }[]

/** What keeps the page's numbers alive, beside its title. */
export function ShopTools({ shop, onLoad }: { shop: Shop; onLoad: () => void }) {
  const [open, setOpen] = useState<(typeof TOOLS)[number]['name'] | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="-mx-2 flex flex-wrap gap-1">
      <ViewsMenu />
      {TOOLS.map(({ name, label, icon }) => (
        <Tool key={name} label={label} icon={icon} onClick={() => setOpen(name)} />
      ))}
      <Tool label="Load files" icon="upload" onClick={onLoad} />
      {open === 'alerts' && <AlertsDialog shop={shop} onClose={close} />}
      {open === 'reports' && <ReportsDialog shop={shop} onClose={close} />}
    </div>
  )
}

function Tool({ label, icon, onClick }: { label: string; icon: IconName; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={onClick}
      className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink"
    >
      <Icon name={icon} /> {label}
    </button>
  )
}
