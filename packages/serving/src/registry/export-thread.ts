import { parentPort, workerData } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { ExportTask, FromExport } from './export-apart.ts'
import { exportModel } from './export-model.ts'

/** Entry of the thread that writes one model for another program. */
const { bytes, format } = workerData as ExportTask

function answer(): FromExport {
  try {
    return { kind: 'done', bytes: exportModel(bytes, format) }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { kind: 'refused', code: error.code, details: error.details }
  }
}

const message = answer()
parentPort!.postMessage(message, message.kind === 'done' ? [message.bytes.buffer as ArrayBuffer] : [])
