'use client'

import { Switch } from 'radix-ui'
import type { FieldControlProps } from './field-control.ts'

export function SwitchControl({ draft, onChange, id, invalid }: FieldControlProps) {
  return (
    <Switch.Root
      id={id}
      checked={draft === true}
      onCheckedChange={onChange}
      aria-describedby={`${id}-about`}
      aria-invalid={invalid}
      className="relative h-6 w-10 rounded-full border border-line-strong bg-sunken transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Switch.Thumb className="block size-4 translate-x-1 rounded-full bg-ink-faint transition-transform data-[state=checked]:translate-x-[1.15rem] data-[state=checked]:bg-on-accent" />
    </Switch.Root>
  )
}
