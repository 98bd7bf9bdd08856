'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CommerceView } from '@zerosec/contract'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { formText } from './form-text.ts'
import { writeState } from './shop-state.ts'
import { useShopState } from './use-shop-state.ts'

/** Views of the page under names that the whole workspace sees. */
export function ViewsMenu() {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink">
        <Icon name="table" /> Views
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={12}
          aria-label="Saved views"
          className="z-40 w-80 rounded-md border border-line-strong bg-surface p-2 text-sm shadow-[0_4px_16px_var(--shadow)]"
        >
          <Views onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Views({ onDone }: { onDone: () => void }) {
  const client = useQueryClient()
  const [state] = useShopState()
  const shown = writeState(state)
  const views = useQuery({ queryKey: ['views'], queryFn: ({ signal }) => api.commerce.views.list({ signal }) })
  const refresh = () => client.invalidateQueries({ queryKey: ['views'] })
  const save = useMutation({
    mutationFn: (name: string) => api.commerce.views.create({ name, state: shown }),
    onSuccess: refresh,
  })
  const error = views.error ?? save.error
  return (
    <>
      {views.data?.length === 0 && <p className="px-2.5 py-1.5 text-ink-faint">No view is saved yet.</p>}
      <ul className="max-h-72 overflow-y-auto">
        {views.data?.map((view) => (
          <ViewRow key={view.view_id} view={view} isShown={view.state === shown} onDone={onDone} onChange={refresh} />
        ))}
      </ul>
      <form
        className="mt-1 flex gap-2 border-t border-line px-2.5 pt-2.5 pb-1"
        onSubmit={(event) => {
          event.preventDefault()
          const form = event.currentTarget
          const name = formText(new FormData(form), 'name')
          if (name !== '') save.mutate(name, { onSuccess: () => form.reset() })
        }}
      >
        <input
          name="name"
          aria-label="Name of the view"
          placeholder="Save this view as…"
          maxLength={100}
          autoComplete="off"
          className="field min-h-8 min-w-0 flex-1 px-2 py-1 text-sm"
        />
        <Button type="submit" className="min-h-8 px-2.5 py-1" disabled={save.isPending}>
          Save
        </Button>
      </form>
      {error && (
        <p role="alert" className="px-2.5 pt-1 pb-1 text-xs text-serious">
          {problemOf(error).message}
        </p>
      )}
    </>
  )
}

interface ViewRowProps {
  readonly view: CommerceView
  readonly isShown: boolean
  readonly onDone: () => void
  readonly onChange: () => Promise<unknown>
}

function ViewRow({ view, isShown, onDone, onChange }: ViewRowProps) {
  const { view_id: id, name, state } = view
  const [isRenaming, setRenaming] = useState(false)
  const rename = useMutation({
    mutationFn: (next: string) => api.commerce.views.change(id, { name: next }),
    onSuccess: async () => {
      await onChange()
      setRenaming(false)
    },
  })
  const remove = useMutation({ mutationFn: () => api.commerce.views.remove(id), onSuccess: onChange })
  const error = rename.error ?? remove.error
  if (isRenaming) {
    return <RenameForm name={name} isPending={rename.isPending} error={error} onName={(next) => rename.mutate(next)} />
  }
  return (
    <li className="group flex items-center rounded-md hover:bg-sunken">
      <button
        type="button"
        aria-current={isShown}
        onClick={() => {
          history.pushState(null, '', state === '' ? location.pathname : `?${state}`)
          onDone()
        }}
        className="flex min-w-0 flex-1 items-center gap-2 px-2.5 py-1.5 text-left"
      >
        <span className="truncate">{name}</span>
        {isShown && <Icon name="check" className="text-accent" />}
      </button>
      <button
        type="button"
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={() => setRenaming(true)}
        className="rounded-md p-1.5 text-ink-faint hover:text-ink"
      >
        <Icon name="repair" />
      </button>
      <button
        type="button"
        aria-label={`Delete ${name}`}
        title="Delete"
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
        className="rounded-md p-1.5 text-ink-faint hover:text-ink"
      >
        <Icon name="close" />
      </button>
    </li>
  )
}

interface RenameFormProps {
  readonly name: string
  readonly isPending: boolean
  readonly error: Error | null
  readonly onName: (name: string) => void
}

function RenameForm({ name, isPending, error, onName }: RenameFormProps) {
  return (
    <li>
      <form
        className="flex gap-2 px-2.5 py-1"
        onSubmit={(event) => {
          event.preventDefault()
          const next = formText(new FormData(event.currentTarget), 'name')
          if (next !== '') onName(next)
        }}
      >
        <input
          name="name"
          aria-label={`New name of ${name}`}
          defaultValue={name}
          maxLength={100}
          className="field min-h-8 min-w-0 flex-1 px-2 py-1 text-sm"
        />
        <Button type="submit" className="min-h-8 px-2.5 py-1" disabled={isPending}>
          Rename
        </Button>
      </form>
      {error && <p className="px-2.5 text-xs text-serious">{problemOf(error).message}</p>}
    </li>
  )
}
