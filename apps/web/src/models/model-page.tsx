'use client'

import { type ModelDetail, PRODUCTION } from '@zerosec/contract'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Actor } from '../access/actor.tsx'
import { problemOf } from '../api/problem.ts'
import { LinkButton } from '../controls/button.tsx'
import { SectionLinks } from '../layout/section-links.tsx'
import { AliasChip, inAliasOrder } from './alias-chip.tsx'
import { CardSection } from './card-section.tsx'
import { DriftSection } from './drift-section.tsx'
import { HistorySection } from './history-section.tsx'
import { modelAddress } from './model-address.ts'
import { ReleaseSection } from './release-section.tsx'
import { TrySection } from './try-section.tsx'
import { useModelEvents, useWatchedModel } from './use-registry.ts'
import { VersionsSection } from './versions-section.tsx'

/** One model: what it answers, its versions, how it does, where it comes from. */
export function ModelPage({ name, asked }: { name: string; asked: number | null }) {
  const model = useWatchedModel(name)
  if (model.data) return <Model model={model.data} asked={asked} />
  if (model.error) return <NoModel message={problemOf(model.error).message} />
  return (
    <p role="status" className="appear pt-24 text-center text-ink-faint [animation-delay:300ms]">
      Opening the model
    </p>
  )
}

const SECTIONS = [
  { id: 'try', title: 'Try it' },
  { id: 'versions', title: 'Versions' },
  { id: 'release', title: 'Release' },
  { id: 'drift', title: 'Traffic and drift' },
  { id: 'card', title: 'Model card' },
  { id: 'history', title: 'History' },
] as const

function Model({ model, asked }: { model: ModelDetail; asked: number | null }) {
  const router = useRouter()
  const { model_name: name, version_list: versions, aliases } = model
  // a form that is being filled stays, though another version comes into production meanwhile
  const [first] = useState(aliases[PRODUCTION] ?? model.latest)
  const wanted = asked ?? first
  const version = versions.find((each) => each.version === wanted)
  if (!version) return <NoModel message={`The model ${name} has no version ${wanted}.`} name={name} />
  const choose = (next: number) => router.replace(modelAddress(name, next), { scroll: false })
  return (
    <article aria-labelledby="model" className="appear pt-8 sm:pt-12">
      <ModelHeader model={model} />
      <div className="mt-8 grid gap-10 lg:grid-cols-[9rem_minmax(0,1fr)] lg:gap-12">
        <SectionLinks label="Sections of the model" places={SECTIONS} />
        <div className="min-w-0 space-y-14">
          <TrySection key={version.version} model={model} version={version} onChoose={choose} />
          <VersionsSection model={model} chosen={version.version} onChoose={choose} />
          <ReleaseSection model={model} />
          <DriftSection model={model} version={version} />
          <CardSection version={version} />
          <HistorySection name={name} />
        </div>
      </div>
    </article>
  )
}

function ModelHeader({ model: { model_name: name, description, aliases } }: { model: ModelDetail }) {
  const production = aliases[PRODUCTION]
  return (
    <header>
      <p className="text-sm">
        <Link href="/models/" className="text-accent hover:text-accent-strong">
          Models
        </Link>
      </p>
      <h1 id="model" className="mt-1 text-2xl break-all sm:text-3xl">
        {name}
      </h1>
      {description && <p className="mt-2 max-w-prose break-words text-ink-soft">{description}</p>}
      <p className="mt-3 flex flex-wrap items-center gap-2">
        {inAliasOrder(aliases).map(([alias, version]) => (
          <AliasChip key={alias} alias={alias} version={version} />
        ))}
        {production !== undefined && <ProductionSince name={name} version={production} />}
        {production === undefined && (
          <span className="text-sm text-caution">
            Nothing is in production: programs have to name a version.{' '}
            <a href="#versions" className="underline underline-offset-2">
              Promote one
            </a>
            .
          </span>
        )}
      </p>
    </header>
  )
}

/** Who put the version into production, and when. */
function ProductionSince({ name, version }: { name: string; version: number }) {
  const event = useModelEvents(name).data?.find(({ alias, to_version: to }) => alias === PRODUCTION && to === version)
  return (
    event && (
      <span className="text-sm text-ink-faint" data-testid="production-since">
        since <time dateTime={event.at}>{new Date(event.at).toLocaleString()}</time>, by <Actor actor={event.actor} />
      </span>
    )
  )
}

/** @param name  of a model that is there, but for the version */
function NoModel({ message, name }: { message: string; name?: string }) {
  return (
    <section className="max-w-xl pt-24">
      <h1 className="text-2xl">Nothing to show here</h1>
      <p role="alert" className="mt-3 text-ink-soft">
        {message}
      </p>
      <div className="mt-6 flex flex-wrap gap-3">
        {name !== undefined && <LinkButton href={modelAddress(name)}>{name}</LinkButton>}
        <LinkButton href="/models/">All models</LinkButton>
      </div>
    </section>
  )
}
