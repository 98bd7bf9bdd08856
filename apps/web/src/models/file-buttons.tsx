'use client'

import { useMutation } from '@tanstack/react-query'
import type { ModelFileFormat } from '@zerosec/contract'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { saveBlob } from '../report/save-text.ts'

interface FileButtonsProps {
  readonly name: string
  readonly version: number
  readonly formats: readonly { readonly format: ModelFileFormat; readonly label: string }[]
}

/** The model file, and the same model for other programs where they can read it. */
export function FileButtons({ name, version, formats }: FileButtonsProps) {
  const download = useMutation({
    mutationFn: async (format: ModelFileFormat) => {
      const file = await api.models.file(name, version, format, { once: true })
      saveBlob(file.name ?? `${name}-${version}`, file.content)
    },
  })
  return (
    <div>
      <h3 className="text-base">Take it along</h3>
      <div className="mt-2 flex flex-wrap gap-2">
        {formats.map(({ format, label }) => (
          <Button key={format} onClick={() => download.mutate(format)} disabled={download.isPending}>
            <Icon name="download" /> {label}
          </Button>
        ))}
      </div>
      {download.error && (
        <div className="mt-3">
          <Notice level="caution" alert>
            {problemOf(download.error).message}
          </Notice>
        </div>
      )}
    </div>
  )
}
