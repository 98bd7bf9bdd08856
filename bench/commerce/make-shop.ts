import { makeDemo, snapshotPlace } from '../../packages/commerce/src/index.ts'

/** A process of its own, so that its memory is not counted with the queries': `make-shop.ts FOLDER ORDERS` prints what it took, as JSON. */
const [folder = '', orders = ''] = process.argv.slice(2)
const times: Record<string, number> = {}
let stage = 'shop'
let started = performance.now()
const enter = (next: string) => {
  times[stage] = (times[stage] ?? 0) + performance.now() - started
  ;[stage, started] = [next, performance.now()]
}
await makeDemo(snapshotPlace(folder, 'default'), {
  orders: Number(orders),
  seed: 1,
  until: '2026-10-31',
  onProgress(_, words) {
    if (words === 'deriving facts') enter('facts')
    if (words === 'storing the snapshot') enter('storing')
  },
})
enter('')
process.stdout.write(JSON.stringify({ ...times, peakMb: process.resourceUsage().maxRSS / 1024 }))
