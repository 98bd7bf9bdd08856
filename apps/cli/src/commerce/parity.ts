import { compareWarehouses, duckdbWarehouse, openSnapshot, openWarehouse, WAREHOUSE_LABELS } from '@zerosec/commerce'
import { CodedError } from '@zerosec/errors'
import type { Call } from '../command.ts'
import { warehouseOption, wholeOption } from '../commerce-options.ts'
import { placeOfCall } from '../commerce-place.ts'
import { queryOfCall } from '../commerce-query.ts'
import { parityText } from './parity-text.ts'

const DIFFERENT = 3
const DEFAULT_SECONDS = 600

/** `zerosec commerce parity` */
export async function showParity(call: Call): Promise<number> {
  const name = warehouseOption(call, 'against')
  if (name === undefined)
    throw new CodedError('option_invalid', { option: '--against', problem: 'it has to name a warehouse' })
  const { metrics: _, ...asked } = queryOfCall(call)
  const metrics = call.texts('metrics').flatMap((names) => names.split(','))
  const limits = { timeLimitMs: 1000 * (wholeOption(call, 'seconds') ?? DEFAULT_SECONDS) }
  const snapshot = await openSnapshot(placeOfCall(call), call.text('snapshot'))
  try {
    const other = await openWarehouse(name, process.env)
    try {
      const own = duckdbWarehouse([snapshot.connection])
      const report = await compareWarehouses([own, other], { ...asked, metrics }, limits)
      const text = call.flag('json')
        ? JSON.stringify({ warehouses: ['duckdb', name], ...report }, null, 2)
        : parityText(report, ['DuckDB', WAREHOUSE_LABELS[name]])
      process.stdout.write(`${text}\n`)
      return report.is_equal ? 0 : DIFFERENT
    } finally {
      await other.close()
    }
  } finally {
    snapshot.close()
  }
}
