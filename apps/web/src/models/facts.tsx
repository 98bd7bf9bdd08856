import type { ReactNode } from 'react'

/** Names with what is known under them. */
export function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="text-base">{title}</h3>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 text-sm">{children}</dl>
    </div>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  )
}

/** The first characters are enough to compare; the whole is in the tooltip, and copied with them by who needs it. */
export function Hash({ text }: { text: string }) {
  return (
    <span className="font-mono text-xs" title={`SHA-256 ${text}`} data-sha256={text}>
      {text.slice(0, 12)}
    </span>
  )
}
