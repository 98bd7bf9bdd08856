'use client'

import type { CommerceCheckedMapping, CommerceProposedMapping } from '@zerosec/contract'
import { useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { type useLoad, useMappingCheck, usePresets } from './use-load.ts'

const MOST_FILES = 50

/** How the files are read: shown, edited, checked as it is written. */
export function MappingEditor({ steps, hasShop }: { steps: ReturnType<typeof useLoad>; hasShop: boolean }) {
  const { sent, mapping, setMapping, send, load } = steps
  const check = useMappingCheck(sent, mapping)
  const presets = usePresets()
  const [fresh, setFresh] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const proposed = send.data
  const chosen = presets.data?.find(({ mapping: text }) => text === mapping)?.name ?? 'own'
  const isCurrent = check.data?.mapping === mapping && !check.isFetching
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        load.mutate(fresh)
      }}
    >
      <label className="label block">
        How they are read
        <select
          className="field mt-1"
          value={chosen}
          onChange={({ target }) =>
            setMapping(presets.data?.find(({ name }) => name === target.value)?.mapping ?? proposed?.mapping ?? mapping)
          }
        >
          <option value="own">{ownWords(proposed)}</option>
          {presets.data?.map(({ name }) => (
            <option key={name} value={name}>
              {name === proposed?.preset ? `${name}, which knows these files` : name}
            </option>
          ))}
        </select>
      </label>
      <MappingField field={field} text={mapping} onText={setMapping} problems={check.data?.problems ?? []} />
      {check.error && (
        <Notice level="serious" alert>
          {check.error.message}
        </Notice>
      )}
      {check.data && <Findings check={check.data} onPlace={(line, column) => select(field.current, line, column)} />}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        {hasShop ? (
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" checked={fresh} onChange={({ target }) => setFresh(target.checked)} />
            Forget the files that were loaded before
          </label>
        ) : (
          <span />
        )}
        <Button type="submit" look="primary" disabled={!isCurrent || check.data?.usable !== true}>
          {isCurrent || check.error ? `Load ${sent.length === 1 ? 'the file' : `${sent.length} files`}` : 'Checking…'}
        </Button>
      </div>
    </form>
  )
}

function ownWords(proposed: CommerceProposedMapping | undefined): string {
  if (proposed?.is_current === true) return 'As in the last load'
  return proposed?.preset === null ? 'Proposed from the headers' : 'A mapping of your own'
}

function MappingField(props: {
  field: React.RefObject<HTMLTextAreaElement | null>
  text: string
  onText: (text: string) => void
  problems: CommerceCheckedMapping['problems']
}) {
  const { field, text, onText, problems } = props
  const gutter = useRef<HTMLPreElement>(null)
  const wrong = new Set(problems.map(({ line }) => line))
  return (
    <div className="flex h-64 overflow-hidden rounded-md border border-line-strong bg-sunken font-mono text-xs leading-5 focus-within:outline-2 focus-within:outline-accent">
      <pre ref={gutter} aria-hidden className="overflow-hidden py-2 pr-2 pl-3 text-right text-ink-faint select-none">
        {text.split('\n').map((_, line) => (
          <span key={line} className={`block ${wrong.has(line + 1) ? 'font-semibold text-serious' : ''}`}>
            {line + 1}
          </span>
        ))}
      </pre>
      <textarea
        ref={field}
        aria-label="Mapping, as YAML"
        aria-invalid={problems.length > 0}
        spellCheck={false}
        wrap="off"
        value={text}
        onChange={({ target }) => onText(target.value)}
        onScroll={({ currentTarget }) => {
          if (gutter.current) gutter.current.scrollTop = currentTarget.scrollTop
        }}
        className="min-w-0 flex-1 resize-none bg-surface px-2 py-2 outline-none"
      />
    </div>
  )
}

function Findings({
  check,
  onPlace,
}: {
  check: CommerceCheckedMapping
  onPlace: (line: number, column: number) => void
}) {
  const leftOut = check.files.filter(({ source }) => source === null)
  return (
    <div aria-live="polite" className="space-y-3 text-sm">
      {check.problems.length > 0 && (
        <ul aria-label="What is wrong with the mapping" className="space-y-1">
          {check.problems.map(({ line, column, place, problem }) => (
            <li key={`${line} ${column} ${problem}`}>
              <button
                type="button"
                onClick={() => onPlace(line, column)}
                className="flex gap-2 rounded-md text-left text-serious underline-offset-4 hover:underline"
              >
                <Icon name="serious" className="mt-0.5" />
                <span>
                  <span className="font-medium whitespace-nowrap">
                    Line {line}, column {column}
                  </span>
                  : {place} – {problem}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <FileList files={check.files} />
      {leftOut.length > 0 && (
        <p className="text-ink-soft">
          The mapping knows no such file as{' '}
          {leftOut
            .map(({ name }) => name)
            .slice(0, 3)
            .join(', ')}
          {leftOut.length > 3 ? ` and ${leftOut.length - 3} more` : ''}. Name {leftOut.length > 1 ? 'them' : 'it'} under{' '}
          <code className="font-mono text-xs">files</code> of a source to load {leftOut.length > 1 ? 'them' : 'it'} too.
        </p>
      )}
    </div>
  )
}

function FileList({ files }: { files: CommerceCheckedMapping['files'] }) {
  return (
    <ul aria-label="Files" className="divide-y divide-line rounded-md border border-line empty:hidden">
      {files.slice(0, MOST_FILES).map(({ name, source, problem }) => (
        <li key={name} className="px-3 py-2">
          <div className="flex items-baseline justify-between gap-3">
            <span className="truncate">{name}</span>
            <span className={`shrink-0 text-xs ${problem ? 'text-serious' : 'text-ink-faint'}`}>
              {problem ? 'can’t be loaded' : source === null ? 'left out' : `read as ${source}`}
            </span>
          </div>
          {problem && <p className="mt-1 text-serious">{problem.message}</p>}
        </li>
      ))}
      {files.length > MOST_FILES && <li className="px-3 py-2 text-ink-faint">and {files.length - MOST_FILES} more</li>}
    </ul>
  )
}

/** Puts the cursor where something is wrong. */
function select(field: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!field) return
  const lines = field.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1
  const end = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) - 1
  field.focus()
  field.setSelectionRange(start, Math.max(start, end))
  field.scrollTop = Math.max(0, (line - 5) * LINE_PX)
}
const LINE_PX = 20
