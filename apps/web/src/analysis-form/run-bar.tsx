import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { ProjectSelect } from '../project/project-select.tsx'
import type { Drafts } from './draft.ts'
import type { Field } from './field.ts'

interface RunBarProps {
  readonly title: string
  readonly fields: readonly Field[]
  readonly drafts: Drafts
  readonly sending: boolean
}

/** What will be run, and the button; stays in sight under a long form. */
export function RunBar({ title, fields, drafts, sending }: RunBarProps) {
  const responses = fields
    .filter(({ control }) => 'use' in control && control.use === 'response')
    .flatMap(({ name }) => drafts[name] ?? [])
    .filter((name) => typeof name === 'string' && name !== '')
  return (
    <div className="sticky bottom-0 z-20 -mx-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line bg-paper/95 px-4 py-3 backdrop-blur-sm sm:-mx-6 sm:px-6">
      <p className="min-w-0 flex-1 text-sm">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-ink-soft">
          {responses.length > 0 ? `of ${responses.join(', ')}` : 'No response chosen yet'}
        </span>
      </p>
      <div className="order-last w-full sm:order-none sm:w-auto">
        <ProjectSelect />
      </div>
      <Button type="submit" look="primary" disabled={sending} className="min-h-11 px-6 text-base">
        {sending ? 'Starting' : 'Run'} <Icon name="arrow" />
      </Button>
    </div>
  )
}
