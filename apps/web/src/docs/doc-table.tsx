import type { Tokens } from 'marked'
import { Inline } from './markdown-inline.tsx'
import { plainText } from './read-markdown.ts'

/** A table that scrolls by itself where it is wider than the page. A column without a heading tells about the one before. */
export function DocTable({ table: { header, rows, align } }: { table: Tokens.Table }) {
  const title = header.map(({ tokens }) => plainText(tokens)).find(Boolean) ?? 'table'
  const hasHeader = header.some(({ tokens }) => plainText(tokens) !== '')
  // a property that is undefined is written out in each cell of the page's data
  const side = (column: number) => (align[column] === 'right' ? { 'data-align': 'right' } : {})
  return (
    <section aria-label={`Table: ${title}`} tabIndex={0} className="scroll-box mt-4 rounded-lg border border-line">
      <table>
        {hasHeader && (
          <thead>
            <tr>
              {header.map(({ tokens }, column) => (
                <th key={column} scope="col" {...side(column)}>
                  {plainText(tokens) === '' ? <span className="sr-only">Meaning</span> : <Inline tokens={tokens} />}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map(({ tokens }, column) => (
                <td key={column} {...side(column)}>
                  <Inline tokens={tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
