import { ERRORS } from '../../packages/errors/src/table.ts'

/** docs/errors.md: the error table. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, exit, text }]) => `| \`${code}\` | ${status} | ${exit} | ${text.replace(/[|<]/g, '\\$&')} |`,
  )
  return `# Errors

Every failure that a user can meet, generated from \`packages/errors/src/table.ts\` by \`npm run docs\`.
Codes are stable. The API answers with the HTTP status and \`{error, code, message, details, timestamp}\`; the command line
ends with the exit code: 2 the call is wrong, 3 the data can't be used, 1 a fault of ours. What stands in braces is filled in
from \`details\`.

| code | HTTP | exit | text |
|---|---|---|---|
${rows.join('\n')}
`
}
