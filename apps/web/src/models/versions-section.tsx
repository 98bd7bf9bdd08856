'use client'

import { type ModelDetail, type ModelVersion, PRODUCTION } from '@zerosec/contract'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { CompareVersions } from './compare-versions.tsx'
import { earlierVersion } from './earlier-version.ts'
import { MoveAlias, type MovedAlias } from './move-alias.tsx'
import { ShowAll, useFirst } from './show-all.tsx'
import { useMayChange, useModelEvents } from './use-registry.ts'
import { VersionRow } from './version-row.tsx'

interface VersionsSectionProps {
  readonly model: ModelDetail
  readonly chosen: number
  readonly onChoose: (version: number) => void
}

/** All versions, and the moves of an alias, which are shown before they are made. */
export function VersionsSection({ model, chosen, onChoose }: VersionsSectionProps) {
  const panel = usePanel()
  const mayChange = useMayChange()
  const earlier = useEarlierProduction(model)
  const { open } = panel
  return (
    <section id="versions" aria-labelledby="versions-title">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="versions-title" className="text-xl">
          Versions
        </h2>
        <div className="flex flex-wrap gap-2">
          {model.versions > 1 && <Button onClick={() => panel.show('compare')}>Compare</Button>}
          {earlier !== null && (
            <Button
              disabled={!mayChange}
              onClick={() => panel.show({ action: 'rollback', version: earlier, alias: PRODUCTION })}
            >
              <Icon name="undo" /> Roll back to v{earlier}
            </Button>
          )}
        </div>
      </div>
      {!mayChange && (
        <p className="mt-2 text-sm text-caution">
          You may read: promoting, rolling back and releasing need a key or session that may submit.
        </p>
      )}
      <Done words={panel.words} />
      {open === 'compare' && <CompareVersions model={model} first={pairOf(model, chosen)} onClose={panel.cancel} />}
      {open !== null && open !== 'compare' && (
        <MoveAlias
          key={`${open.action} ${open.version} ${open.alias}`}
          model={model}
          move={open}
          onChange={panel.change}
          onCancel={panel.cancel}
          onDone={panel.finish}
        />
      )}
      <VersionList
        model={model}
        chosen={chosen}
        mayChange={mayChange}
        onChoose={onChoose}
        onPromote={(version) => panel.show({ action: 'promote', version, alias: PRODUCTION })}
      />
    </section>
  )
}

type Panel = MovedAlias | 'compare'

/** One panel at a time; closed without a change, the focus goes back to what opened it. */
function usePanel() {
  const [open, setOpen] = useState<Panel | null>(null)
  const [words, setWords] = useState<string | null>(null)
  const opener = useRef<Element | null>(null)
  const show = (panel: Panel): void => {
    opener.current = document.activeElement
    setWords(null)
    setOpen(panel)
  }
  const cancel = (): void => {
    setOpen(null)
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
  }
  const finish = (done: string): void => {
    setOpen(null)
    setWords(done)
  }
  return { open, words, show, change: setOpen, cancel, finish }
}

/** What was done takes the focus from the panel that did it. */
function Done({ words }: { words: string | null }) {
  const place = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (words !== null) place.current?.focus({ preventScroll: true })
  }, [words])
  return (
    <p
      ref={place}
      tabIndex={-1}
      role="status"
      className={words === null ? 'sr-only' : 'mt-3 flex gap-2 text-sm text-good outline-none'}
    >
      {words !== null && (
        <>
          <Icon name="check" className="mt-0.5" /> {words}
        </>
      )}
    </p>
  )
}

/** The one that is shown beside the one in production, else beside the one before. */
function pairOf({ version_list: versions, aliases }: ModelDetail, chosen: number): [before: number, after: number] {
  const production = aliases[PRODUCTION]
  const [newest, second] = versions.map(({ version }) => version)
  if (production !== undefined && production !== chosen) return [production, chosen]
  return chosen === newest ? [second ?? chosen, chosen] : [chosen, newest ?? chosen]
}

function useEarlierProduction({ model_name: name, aliases }: ModelDetail): number | null {
  const events = useModelEvents(name)
  const current = aliases[PRODUCTION]
  return current === undefined || !events.data ? null : earlierVersion(events.data, PRODUCTION)
}

const VERSIONS_SHOWN = 6

interface VersionListProps {
  readonly model: ModelDetail
  readonly chosen: number
  readonly mayChange: boolean
  readonly onChoose: (version: number) => void
  readonly onPromote: (version: number) => void
}

/** Of many the newest, and those that mean something. */
function VersionList({ model: { version_list: versions }, chosen, mayChange, onChoose, onPromote }: VersionListProps) {
  const isKept = ({ version, aliases }: ModelVersion) => aliases.length > 0 || version === chosen
  const first = useFirst(versions, VERSIONS_SHOWN)
  const kept = first.showAll ? versions.slice(first.shown.length).filter(isKept) : []
  return (
    <>
      <ul className="mt-4 divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {[...first.shown, ...kept].map((version) => (
          <VersionRow
            key={version.version}
            version={version}
            isChosen={version.version === chosen}
            mayChange={mayChange}
            onChoose={() => onChoose(version.version)}
            onPromote={() => onPromote(version.version)}
          />
        ))}
      </ul>
      <ShowAll count={versions.length} what="versions" onShow={first.showAll} />
    </>
  )
}
