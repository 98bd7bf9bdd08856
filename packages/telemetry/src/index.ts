export { createLog } from './log/create-log.ts'
export { openTraces, type TraceSettings, type Traces } from './traces/open-traces.ts'
