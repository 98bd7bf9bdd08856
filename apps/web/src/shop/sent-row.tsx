'use client'

import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { problemOf } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'

interface SentRowProps {
  readonly what: 'alert' | 'report'
  readonly name: string
  /** Its state, beside the name. */
  readonly state: ReactNode
  /** When it is sent, and to whom. */
  readonly words: string
  readonly paused: boolean
  /** What else can be done with it, before the others. */
  readonly actions: ReactNode
  /** Of those. */
  readonly error: Error | null
  readonly onPause: (paused: boolean) => Promise<unknown>
  readonly onDelete: () => Promise<unknown>
  /** Whether it is being changed, in its place. */
  readonly isChanging: boolean
  readonly onChanging: (is: boolean) => void
  readonly form: ReactNode
  readonly children: ReactNode
}

/** Something that the shop sends: it is paused, changed and deleted where it is listed. */
export function SentRow({ what, name, state, words, actions, error, isChanging, children, ...row }: SentRowProps) {
  const pause = useMutation({ mutationFn: () => row.onPause(!row.paused) })
  const remove = useMutation({ mutationFn: row.onDelete })
  const problem = error ?? pause.error ?? remove.error
  return (
    <li className="rounded-md border border-line px-4 py-3 text-sm" data-sent={what}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">
          {name} {state}
        </h3>
        <div className="-mr-2 flex flex-wrap items-center gap-1">
          {actions}
          <RowButton isOff={pause.isPending} onClick={() => pause.mutate()}>
            {row.paused ? 'Resume' : 'Pause'}
          </RowButton>
          <RowButton
            label={`${isChanging ? 'Cancel changing' : 'Change'} the ${what} ${name}`}
            onClick={() => row.onChanging(!isChanging)}
          >
            {isChanging ? 'Cancel' : 'Change'}
          </RowButton>
          <RowButton isOff={remove.isPending} label={`Delete the ${what} ${name}`} onClick={() => remove.mutate()}>
            Delete
          </RowButton>
        </div>
      </div>
      <p className="text-ink-soft">{words}</p>
      {children}
      {problem && (
        <p role="alert" className="mt-1 text-serious">
          {problemOf(problem).message}
        </p>
      )}
      {isChanging && <div className="mt-3 border-t border-line pt-3">{row.form}</div>}
    </li>
  )
}

interface RowButtonProps {
  readonly label?: string
  readonly isOff?: boolean
  readonly onClick: () => void
  readonly children: string
}

/** @param label  for who can't see which row it is in */
export function RowButton({ label, isOff = false, onClick, children }: RowButtonProps) {
  return (
    <Button look="quiet" className="min-h-8 px-2 py-1" disabled={isOff} aria-label={label} onClick={onClick}>
      {children}
    </Button>
  )
}
