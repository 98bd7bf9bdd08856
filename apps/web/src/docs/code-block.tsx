import { CopyButton } from '../controls/copy-button.tsx'

/** What is typed can be copied. */
export function CodeBlock({ text, language }: { text: string; language: string }) {
  const isTyped = /^(sh|bash|ts|typescript)$/.test(language)
  return (
    <div className="mt-4 overflow-hidden rounded-lg border border-line bg-sunken">
      {isTyped && (
        <div className="flex items-center justify-end border-b border-line bg-surface px-1.5">
          <CopyButton text={text} label="Copy" />
        </div>
      )}
      <pre tabIndex={0} aria-label={language === '' ? 'Code' : `Code, ${language}`}>
        <code>{text}</code>
      </pre>
    </div>
  )
}
