'use client'

import { useState } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

const SAID_FOR_MS = 1600

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_FOR_MS)
  }
  return (
    <Button look="quiet" onClick={copy} aria-live="polite" className="min-h-8 px-2.5 py-1">
      <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : label}
    </Button>
  )
}
