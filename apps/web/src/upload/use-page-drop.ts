'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { pastedFile } from './pasted-file.ts'

/** Takes files dropped or pasted anywhere on the page. Returns whether a file is being held over it. */
export function usePageDrop(onFile: (file: File) => void): boolean {
  const [held, setHeld] = useState(false)
  const take = useEffectEvent(onFile)

  useEffect(() => {
    let depth = 0
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const listeners: { [name in keyof WindowEventMap]?: (event: WindowEventMap[name]) => void } = {
      dragenter: (event) => {
        if (holdsFiles(event)) setHeld(++depth > 0)
      },
      dragleave: (event) => {
        if (holdsFiles(event)) setHeld(--depth > 0)
      },
      dragover: (event) => {
        if (holdsFiles(event)) event.preventDefault()
      },
      drop: (event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        depth = 0
        setHeld(false)
        const [file] = event.dataTransfer?.files ?? []
        if (file) take(file)
      },
      paste: (event) => {
        const typing =
          event.target instanceof Element && event.target.closest('input[type=text], input[type=search], textarea')
        const file = event.clipboardData && !typing ? pastedFile(event.clipboardData) : null
        if (file) take(file)
      },
    }
    const control = new AbortController()
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener, { signal: control.signal })
    }
    return () => control.abort()
  }, [])

  return held
}
