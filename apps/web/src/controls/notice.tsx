import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

const LEVELS = {
  serious: { box: 'bg-serious-soft', icon: 'text-serious' },
  caution: { box: 'bg-caution-soft', icon: 'text-caution' },
  note: { box: 'bg-sunken', icon: 'text-ink-faint' },
} as const

export type NoticeLevel = keyof typeof LEVELS

/** Something to know, with what to do about it. `alert` reads it out at once. */
export function Notice(props: { level: NoticeLevel; title?: string; alert?: boolean; children: ReactNode }) {
  const { box, icon } = LEVELS[props.level]
  return (
    <div role={props.alert ? 'alert' : undefined} className={`flex gap-3 rounded-md px-4 py-3 text-sm ${box}`}>
      <Icon name={props.level} className={`mt-0.5 ${icon}`} />
      <div className="min-w-0 flex-1">
        {props.title && <p className="font-medium text-ink">{props.title}</p>}
        <div className="text-ink-soft">{props.children}</div>
      </div>
    </div>
  )
}
