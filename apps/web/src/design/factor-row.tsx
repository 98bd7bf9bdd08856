'use client'

import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react'
import { Icon, type IconName } from '../controls/icon.tsx'
import { FACTOR_TYPES, type FactorDraft, type FactorType } from './plan-draft.ts'
import type { FieldProblem } from './read-factors.ts'

export interface FactorRowProps {
  readonly factor: FactorDraft
  /** From 1. */
  readonly place: number
  readonly last: boolean
  readonly problems: readonly FieldProblem[]
  readonly onChange: (change: Partial<FactorDraft>) => void
  readonly onRemove: () => void
  readonly onMove: (by: number, field: string) => void
  readonly onDown: (field: string) => void
  readonly onPaste: (event: ClipboardEvent) => void
}

const TYPE_WORDS: Readonly<Record<FactorType, string>> = {
  continuous: 'Any number',
  discrete: 'Certain numbers',
  categorical: 'Categories',
  mixture: 'Mixture part',
  block: 'Block (day, batch)',
}

/** One factor: its name, its type and the settings it can take. On wide windows the rows line up as a table. */
export function FactorRow(props: FactorRowProps) {
  const { factor, place, problems } = props
  const isFirst = place === 1
  return (
    <li
      data-factor={factor.id}
      className="relative rounded-lg border border-line bg-surface p-3 lg:rounded-none lg:border-0 lg:bg-transparent lg:p-0 lg:py-1"
    >
      <div className="grid grid-cols-2 items-start gap-2 lg:grid-cols-[minmax(8rem,1.2fr)_11rem_minmax(14rem,2fr)_6rem_auto]">
        <RowField label="Factor" first={isFirst} className="col-span-2 lg:col-span-1">
          <TextField {...props} field="name" label="Name" placeholder="name" />
        </RowField>
        <RowField label="It can be" first={isFirst}>
          <TypeSelect {...props} />
        </RowField>
        <RowField label="Settings" first={isFirst} className="order-last col-span-2 lg:order-none lg:col-span-1">
          <Settings {...props} />
        </RowField>
        <RowField label="Unit" first={isFirst}>
          <TextField {...props} field="unit" label="Unit" placeholder="–" disabled={hasNoUnit(factor.type)} />
        </RowField>
        <Actions {...props} />
      </div>
      {problems.length > 0 && (
        <p id={`factor-${factor.id}-problem`} className="mt-1 text-sm font-medium text-serious">
          {problems.map(({ message }) => message).join(' ')}
        </p>
      )}
    </li>
  )
}

/** Alt and an arrow key move the factor; Enter goes down in the same field, as in a spreadsheet. */
function keyHandler({ onMove, onDown }: FactorRowProps, field: string) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    const isEnter = event.key === 'Enter' && event.currentTarget instanceof HTMLInputElement
    if (by !== undefined) onMove(by, field)
    else if (isEnter && !event.nativeEvent.isComposing) onDown(field)
    else return
    event.preventDefault()
  }
}

function TypeSelect(props: FactorRowProps) {
  return (
    <select
      data-field="type"
      aria-label={`Type of factor ${props.place}`}
      value={props.factor.type}
      onKeyDown={keyHandler(props, 'type')}
      onChange={(event) => props.onChange({ type: event.target.value as FactorType })}
      className="field"
    >
      {FACTOR_TYPES.map((type) => (
        <option key={type} value={type}>
          {TYPE_WORDS[type]}
        </option>
      ))}
    </select>
  )
}

function hasNoUnit(type: FactorType): boolean {
  return type === 'categorical' || type === 'block'
}

/** The label stands above the column on wide windows, above each field on narrow ones. */
function RowField(props: { label: string; first: boolean; className?: string; children: ReactNode }) {
  return (
    <div className={`min-w-0 ${props.className ?? ''}`}>
      <span aria-hidden className={`label mb-1 block ${props.first ? '' : 'lg:hidden'}`}>
        {props.label}
      </span>
      {props.children}
    </div>
  )
}

type TextFieldName = 'name' | 'low' | 'high' | 'levels' | 'step' | 'total' | 'unit'

function TextField(
  props: FactorRowProps & { field: TextFieldName; label: string; placeholder: string; disabled?: boolean },
) {
  const { factor, field, place, problems } = props
  const invalid = problems.some((problem) => problem.field === field)
  return (
    <input
      type="text"
      data-field={field}
      aria-label={`${props.label} of factor ${place}`}
      aria-invalid={invalid}
      aria-describedby={invalid ? `factor-${factor.id}-problem` : undefined}
      inputMode={['low', 'high', 'step', 'total'].includes(field) ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      placeholder={props.placeholder}
      disabled={props.disabled}
      value={factor[field]}
      onKeyDown={keyHandler(props, field)}
      onPaste={props.onPaste}
      onChange={(event) => props.onChange({ [field]: event.target.value })}
      className="field disabled:opacity-40"
    />
  )
}

function Settings(props: FactorRowProps) {
  switch (props.factor.type) {
    case 'continuous':
      return (
        <div className="grid grid-cols-2 gap-2">
          <TextField {...props} field="low" label="Low" placeholder="low" />
          <TextField {...props} field="high" label="High" placeholder="high" />
        </div>
      )
    case 'mixture':
      return (
        <div className="grid grid-cols-4 gap-2">
          <TextField {...props} field="low" label="Low" placeholder="low" />
          <TextField {...props} field="high" label="High" placeholder="high" />
          <TextField {...props} field="step" label="Step" placeholder="step" />
          <TextField {...props} field="total" label="Sum" placeholder="sum" />
        </div>
      )
    case 'discrete':
      return <TextField {...props} field="levels" label="Levels" placeholder="60, 70, 80 or 60 to 90 by 10" />
    case 'categorical':
      return <TextField {...props} field="levels" label="Levels" placeholder="A, B, C" />
    case 'block':
      return <TextField {...props} field="levels" label="Levels" placeholder="Monday, Tuesday" />
  }
}

function Actions({ factor, place, last, onMove, onRemove }: FactorRowProps) {
  const name = factor.name.trim() || `factor ${place}`
  return (
    <div className="absolute top-1 right-1.5 flex lg:static lg:h-9.5 lg:items-center lg:self-end">
      <IconButton icon="up" label={`Move ${name} up`} disabled={place === 1} onClick={() => onMove(-1, 'up')} />
      <IconButton icon="down" label={`Move ${name} down`} disabled={last} onClick={() => onMove(1, 'down')} />
      <IconButton icon="close" label={`Remove ${name}`} onClick={onRemove} />
    </div>
  )
}

function IconButton(props: { icon: IconName; label: string; disabled?: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      data-field={props.icon}
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
      className="grid size-8 place-items-center rounded-md text-ink-faint transition-colors hover:bg-sunken hover:text-ink disabled:opacity-30"
    >
      <Icon name={props.icon} />
    </button>
  )
}
