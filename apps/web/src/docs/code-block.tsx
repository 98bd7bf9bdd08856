import { CopyButton } from '../controls/copy-button.tsx'

/** What is typed can be copied. */
export function CodeBlock({ text, language }: { text: string; language: string }) {
  const [name = ''] = language.split(' ') // what follows is for the tests of the docs
  const isTyped = /^(sh|bash|ts|typescript)$/.test(name)
  return (
    <div className="mt-4 overflow-hidden rounded-lg border border-line bg-sunken">
      {isTyped && (
        <div className="flex items-center justify-end border-b border-line bg-surface px-1.5">
          <CopyButton text={text} label="Copy" />
        </div>
      )}
      <pre tabIndex={0} aria-label={name === '' ? 'Code' : `Code, ${name}`}>
        <code>{text}</code>
      </pre>
    </div>
  )
}
