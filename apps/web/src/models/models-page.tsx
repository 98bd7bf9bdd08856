'use client'

import { useSearchParams } from 'next/navigation'
import { readVersion } from './model-address.ts'
import { ModelPage } from './model-page.tsx'
import { RegistryPage } from './registry-page.tsx'
import { SentimentPage } from './sentiment-page.tsx'

/** The registry, one of its models, or the model that ships: by the address. */
export function ModelsPage() {
  const query = useSearchParams()
  const name = query.get('name')
  if (query.get('shipped') === 'sentiment') return <SentimentPage />
  return name === null ? (
    <RegistryPage />
  ) : (
    <ModelPage key={name} name={name} asked={readVersion(query.get('version'))} />
  )
}
