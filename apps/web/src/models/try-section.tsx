'use client'

import { useMutation } from '@tanstack/react-query'
import type { WhichVersion } from '@zerosec/client'
import { type ModelDetail, type ModelVersion, PRODUCTION, type PredictRequest } from '@zerosec/contract'
import { type SyntheticEvent, useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { type FormInput, type Settings, startSettings } from '../model/form-input.ts'
import { PastedRows } from '../model/pasted-rows.tsx'
import { AnswerPanel } from './answer-panel.tsx'
import { CodeLines } from './code-lines.tsx'
import { predictPath } from './request-code.ts'
import { servicePort } from './service-port.ts'
import { ShowAll, useFirst } from './show-all.tsx'
import { calculatedInputs, rowOf, signatureInputs } from './signature-form.ts'
import { TryField } from './try-field.tsx'
import { VersionSelect } from './version-select.tsx'

interface TrySectionProps {
  readonly model: ModelDetail
  readonly version: ModelVersion
  readonly onChoose: (version: number) => void
}

/** A request to a version from a form, as a program would send it. */
export function TrySection({ model, version, onChoose }: TrySectionProps) {
  const { signature } = version
  const inputs = useMemo(() => signatureInputs(version), [version])
  const [settings, setSettings] = useState<Settings>(() => startSettings(inputs))
  const which: WhichVersion = version.aliases.includes(PRODUCTION) ? {} : { version: version.version }
  const request = requestOf(rowOf(signature, settings))
  const asked = useMutation({
    mutationFn: async (sent: PredictRequest) => {
      const answer = await api.models.predict(model.model_name, sent, which, { once: true })
      return { row: sent.rows[0]!, answer }
    },
  })
  const isStale = asked.data !== undefined && JSON.stringify(asked.data.row) !== JSON.stringify(request.rows[0])
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wrong = event.currentTarget.querySelector<HTMLElement>('[aria-invalid=true]')
    if (wrong) wrong.focus()
    else if (!asked.isPending) asked.mutate(request)
  }
  return (
    <section id="try" aria-labelledby="try-title">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="try-title" className="text-xl">
          Try it
        </h2>
        <div className="flex items-center gap-2 text-sm text-ink-soft">
          <label htmlFor="tried-version">Version</label>
          <VersionSelect id="tried-version" model={model} chosen={version.version} onChoose={onChoose} />
        </div>
      </div>
      <form onSubmit={submit} noValidate className="mt-4 grid gap-5 md:grid-cols-2">
        <div>
          <Fields
            version={version}
            inputs={inputs}
            settings={settings}
            onChange={(change) => setSettings((before) => ({ ...before, ...change }))}
          />
          <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 bg-paper py-3">
            <Button type="submit" look="primary" aria-disabled={asked.isPending}>
              {asked.isPending ? 'Predicting' : 'Predict'}
            </Button>
            <span className="text-xs text-ink-faint">A request like any other: it counts as traffic.</span>
          </div>
        </div>
        <AnswerPanel
          version={version}
          asked={asked.data}
          isStale={isStale}
          problem={asked.error ? problemOf(asked.error).message : null}
        />
      </form>
      <CodeLines path={predictPath(model.model_name, which)} body={request} />
      <TryRows name={model.model_name} version={version} which={which} inputs={inputs} onUse={setSettings} />
    </section>
  )
}

interface FieldsProps {
  readonly version: ModelVersion
  readonly inputs: readonly FormInput[]
  readonly settings: Settings
  readonly onChange: (change: Settings) => void
}

interface TryRowsProps {
  readonly name: string
  readonly version: ModelVersion
  readonly which: WhichVersion
  readonly inputs: readonly FormInput[]
  readonly onUse: (settings: Settings) => void
}

/** Rows of a spreadsheet, in one request. */
function TryRows({ name, version, which, inputs, onUse }: TryRowsProps) {
  const ports = [servicePort(name, version, which)]
  return <PastedRows ports={ports} inputs={inputs} calculated={calculatedInputs(version)} onUse={onUse} />
}

const FIELDS_SHOWN = 12

function Fields({ version: { signature }, inputs, settings, onChange }: FieldsProps) {
  const { shown, showAll } = useFirst(inputs, FIELDS_SHOWN)
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {shown.map((input) => (
          <TryField
            key={input.name}
            input={input}
            derivedFrom={signature.inputs.find(({ name }) => name === input.name)?.derived_from}
            cell={settings[input.name]}
            onChange={(cell) => onChange({ [input.name]: cell })}
          />
        ))}
      </ul>
      {showAll && (
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-faint">
          <ShowAll count={inputs.length} what="inputs" onShow={showAll} />
          <span className="mt-2">The others are those of a training row.</span>
        </p>
      )}
    </>
  )
}

/** What the service has beside the value: all of it. */
function requestOf(row: PredictRequest['rows'][number]): PredictRequest {
  return { rows: [row], intervals: true, domain: true, contributions: true }
}
