'use client'

import { memo, useCallback, useEffect, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Segment } from '../controls/segment.tsx'
import { formatInteger } from '../numbers/format.ts'
import { FactorCard } from './factor-card.tsx'
import type { Profile, ProfileStore } from './profile-store.ts'
import { strongestFirst } from './strongest-first.ts'

/** So many factors are shown until all are asked for. */
const FIRST = 24
const SORTABLE_FROM = 5

const Card = memo(FactorCard)

/** A profile of every factor, as small pictures that the settings are dragged in. */
export function Profiler({ store, profile }: { store: ProfileStore; profile: Profile }) {
  const [order, setOrder] = useState<readonly string[] | null>(null)
  const [isWhole, setWhole] = useState(store.inputs.length <= FIRST)
  const [enlarged, setEnlarged] = useState<string | null>(null)
  const inputs = order ? order.map((name) => store.inputs.find((input) => input.name === name)!) : store.inputs
  const shown = isWhole ? inputs : inputs.slice(0, FIRST)
  useEffect(() => {
    const names = (isWhole ? store.inputs : store.inputs.slice(0, FIRST)).map(({ name }) => name)
    store.sweepOnly(names, enlarged)
  }, [store, isWhole, enlarged])
  const change = useCallback((name: string, cell: Profile['settings'][string]) => store.set({ [name]: cell }), [store])
  const enlarge = useCallback((name: string) => setEnlarged((before) => (before === name ? null : name)), [])
  return (
    <>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        {store.inputs.length >= SORTABLE_FROM && isWhole ? (
          <OrderChoice
            isStrongest={order !== null}
            onChoose={(isStrongest) => setOrder(isStrongest ? strongestFirst(profile, store.inputs) : null)}
          />
        ) : (
          <span />
        )}
        <Button look="quiet" className="min-h-8 px-2.5 py-1" onClick={() => store.reset()}>
          <Icon name="undo" /> Back to the centre of the data
        </Button>
      </div>
      <ul className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(min(100%,13rem),1fr))] gap-3">
        {shown.map((input) => (
          <Card
            key={input.name}
            input={input}
            cell={profile.settings[input.name]}
            responses={profile.responses}
            isEnlarged={enlarged === input.name}
            onChange={change}
            onEnlarge={enlarge}
          />
        ))}
      </ul>
      {shown.length < inputs.length && (
        <Button look="quiet" className="mt-2" onClick={() => setWhole(true)}>
          Show all {formatInteger(inputs.length)} factors
        </Button>
      )}
    </>
  )
}

function OrderChoice({ isStrongest, onChoose }: { isStrongest: boolean; onChoose: (isStrongest: boolean) => void }) {
  const shared = { group: 'factor-order' }
  return (
    <fieldset className="inline-flex overflow-hidden rounded-md border border-line-strong">
      <legend className="sr-only">Order of the factors</legend>
      <Segment {...shared} label="As in the file" value="file" chosen={!isStrongest} onChoose={() => onChoose(false)} />
      <Segment
        {...shared}
        label="Strongest first"
        value="strongest"
        chosen={isStrongest}
        onChoose={() => onChoose(true)}
      />
    </fieldset>
  )
}
