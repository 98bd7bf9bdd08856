import { BLOCKED_ANALYSIS } from './blocked-analysis.ts'
import type { Experiment } from './experiment.ts'
import { FAILING_STORE } from './failing-store.ts'
import { FAIR_SHARE } from './fair-share.ts'
import { FULL_DISK } from './full-disk.ts'
import { KILLED_PLATFORM } from './killed-platform.ts'
import { KILLED_RELAY } from './killed-relay.ts'
import { KILLED_WORKER } from './killed-worker.ts'
import { RESTARTED_DATABASE } from './restarted-database.ts'
import { SLOW_SUBSCRIBERS } from './slow-subscribers.ts'
import { STALLED_WORKER } from './stalled-worker.ts'
import { STOPPED_WORKER } from './stopped-worker.ts'
import { TRUNCATED_UPLOAD } from './truncated-upload.ts'
import { TWO_VERSIONS } from './two-versions.ts'
import { WRONG_CLOCK } from './wrong-clock.ts'

/** In the order in which they are run and printed. */
export const EXPERIMENTS: readonly Experiment[] = [
  ...KILLED_WORKER,
  STALLED_WORKER,
  BLOCKED_ANALYSIS,
  RESTARTED_DATABASE,
  KILLED_PLATFORM,
  KILLED_RELAY,
  ...FULL_DISK,
  FAILING_STORE,
  TRUNCATED_UPLOAD,
  STOPPED_WORKER,
  WRONG_CLOCK,
  TWO_VERSIONS,
  FAIR_SHARE,
  SLOW_SUBSCRIBERS,
]
