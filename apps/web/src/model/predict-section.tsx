'use client'

import type { Artifact } from '@zerosec/contract'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Notice } from '../controls/notice.tsx'
import { useSeen } from '../report/use-seen.ts'
import { queryWithSettings, settingsOfAddress } from './address-settings.ts'
import { formInputs } from './form-input.ts'
import type { ModelPort } from './model-port.ts'
import { PastedRows } from './pasted-rows.tsx'
import { PredictionStrip } from './prediction-strip.tsx'
import { ProfileStore } from './profile-store.ts'
import { Profiler } from './profiler.tsx'
import { useModels } from './use-models.ts'

const ADDRESS_AFTER_MS = 500

/** The models of a job, live: settings in, predictions out, in the browser. */
export function PredictSection({ jobId, artifacts }: { jobId: string; artifacts: readonly Artifact[] }) {
  const section = useRef<HTMLElement>(null)
  const seen = useSeen(section)
  const models = useModels(jobId, artifacts, seen)
  return (
    <section id="predict" ref={section} aria-labelledby="predict-title" data-testid="predict">
      <h2 id="predict-title" className="text-xl">
        Predict and try out
      </h2>
      <p className="mt-1.5 max-w-prose text-ink-soft">
        Type a setting or drag in a curve: the model runs in this browser and answers at once. Each curve shows what its
        factor does while all others stay where they are.
      </p>
      <div className="mt-5">
        {models.kind === 'open' && <LiveModels ports={models.ports} />}
        {models.kind === 'failed' && <Notice level="serious">{models.message}</Notice>}
        {models.kind === 'opening' && (
          <p role="status" className="min-h-96 pt-6 text-ink-faint">
            Opening the model
          </p>
        )}
      </div>
    </section>
  )
}

function LiveModels({ ports }: { ports: readonly ModelPort[] }) {
  const [store] = useState(() => openStore(ports))
  const profile = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot)
  useAddress(store, profile.settings)
  return (
    <>
      <PredictionStrip profile={profile} inputs={store.inputs} />
      <Profiler store={store} profile={profile} />
      <PastedRows ports={ports} inputs={store.inputs} onUse={(settings) => store.set(settings)} />
    </>
  )
}

function openStore(ports: readonly ModelPort[]): ProfileStore {
  const inputs = formInputs(ports.map(({ facts }) => facts))
  return new ProfileStore(ports, settingsOfAddress(inputs, window.location.search), (callback) => {
    requestAnimationFrame(callback)
  })
}

/** Keeps the settings in the address, so that a link leads to them; once they rest, since browsers refuse too many changes. */
function useAddress(store: ProfileStore, settings: ProfileStore['start']) {
  useEffect(() => {
    const timer = setTimeout(() => {
      const { pathname, search, hash } = window.location
      const query = queryWithSettings(store.inputs, settings, search)
      if (query !== search) window.history.replaceState(window.history.state, '', pathname + query + hash)
    }, ADDRESS_AFTER_MS)
    return () => clearTimeout(timer)
  }, [store, settings])
}
