import { DEMO_DEFAULTS, DEMO_LIMITS, makeDemo } from '@zerosec/commerce'
import { CodedError } from '@zerosec/errors'
import type { Call } from './command.ts'
import { wholeOption } from './commerce-options.ts'
import { placeOfCall } from './commerce-place.ts'
import { progressBar } from './progress-bar.ts'

/** `zerosec commerce demo`: a made-up shop as the snapshot that serves. */
export async function makeDemoShop(call: Call): Promise<void> {
  const settings = {
    orders: ordersOf(call),
    seed: wholeOption(call, 'seed') ?? DEMO_DEFAULTS.seed,
    until: dayOf(call),
  }
  const place = placeOfCall(call)
  const bar = progressBar(process.stderr, call.flag('quiet'))
  const { id, derived } = await makeDemo(place, {
    ...settings,
    replace: call.flag('replace'),
    onProgress: bar.update,
  }).finally(bar.clear)
  const { firstDate, lastDate } = derived
  if (call.flag('json')) {
    process.stdout.write(
      `${JSON.stringify({ snapshot: id, ...settings, first_date: firstDate, last_date: lastDate }, null, 2)}\n`,
    )
    return
  }
  process.stdout.write(
    `A shop of ${settings.orders.toLocaleString('en-US')} orders from ${firstDate} to ${lastDate}, in the workspace ${place.workspace}.\nSnapshot ${id} serves now.\n`,
  )
}

function ordersOf(call: Call): number {
  const orders = wholeOption(call, 'orders') ?? DEMO_DEFAULTS.orders
  const { least, most } = DEMO_LIMITS
  if (orders < least || orders > most) {
    throw new CodedError('option_invalid', { option: '--orders', problem: `${orders} is not from ${least} to ${most}` })
  }
  return orders
}

function dayOf(call: Call): string {
  const text = call.text('until') ?? DEMO_DEFAULTS.until
  const day = new Date(`${text}T00:00:00Z`)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  if (!isDay || text < '1980-01-01' || text > '2099-12-31') {
    throw new CodedError('option_invalid', {
      option: '--until',
      problem: `"${text}" is no day from 1980-01-01 to 2099-12-31`,
    })
  }
  return text
}
