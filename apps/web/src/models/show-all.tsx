import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { formatInteger } from '../numbers/format.ts'

interface Shown<Item> {
  readonly shown: readonly Item[]
  /** Undefined: all are shown. */
  readonly showAll: (() => void) | undefined
}

/** The first of many, until all are asked for; one or two more are not worth a button. */
export function useFirst<Item>(items: readonly Item[], most: number): Shown<Item> {
  const [isOpen, setOpen] = useState(false)
  return isOpen || items.length <= most + 2
    ? { shown: items, showAll: undefined }
    : { shown: items.slice(0, most), showAll: () => setOpen(true) }
}

export function ShowAll({ count, what, onShow }: { count: number; what: string; onShow: (() => void) | undefined }) {
  return (
    onShow && (
      <Button look="quiet" className="mt-2" onClick={onShow}>
        Show all {formatInteger(count)} {what}
      </Button>
    )
  )
}
