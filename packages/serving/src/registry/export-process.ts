import { buffer } from 'node:stream/consumers'
import { CodedError } from '@zerosec/errors'
import { exportModel } from './export-model.ts'
import { type ExportRefusal, isExportFormat, REFUSED } from './export-protocol.ts'

/** Entry of the process that writes one model for another program: the model file comes in, the export goes out. */
const format = process.argv[2]
if (!isExportFormat(format)) throw new RangeError(`there is no format ${format}`)

try {
  process.stdout.write(exportModel(new Uint8Array(await buffer(process.stdin)), format))
} catch (error) {
  if (!(error instanceof CodedError)) throw error
  const refusal: ExportRefusal = { code: error.code, details: error.details }
  process.exitCode = REFUSED
  process.stdout.write(JSON.stringify(refusal))
}
