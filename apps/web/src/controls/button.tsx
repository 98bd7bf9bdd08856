import Link from 'next/link'
import type { ComponentProps } from 'react'

type Look = 'primary' | 'plain' | 'quiet'

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent border-accent hover:bg-accent-strong hover:border-accent-strong',
  plain: 'bg-surface text-ink border-line-strong hover:border-ink-faint',
  quiet: 'border-transparent text-ink-soft hover:text-ink hover:bg-sunken',
}

function classes(look: Look, extra = ''): string {
  return `inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3.5 py-1.5 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:opacity-50 ${LOOKS[look]} ${extra}`
}

export function Button({ look = 'plain', className, ...rest }: ComponentProps<'button'> & { look?: Look }) {
  return <button type="button" className={classes(look, className)} {...rest} />
}

export function LinkButton({ look = 'plain', className, ...rest }: ComponentProps<typeof Link> & { look?: Look }) {
  return <Link className={classes(look, className)} {...rest} />
}
