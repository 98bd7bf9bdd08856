import type { Command, CommandGroup } from './command.ts'
import { analyses } from './commands/analyses.ts'
import { api } from './commands/api.ts'
import { backup } from './commands/backup.ts'
import { commerce } from './commands/commerce.ts'
import { doctor } from './commands/doctor.ts'
import { inspect } from './commands/inspect.ts'
import { jobs } from './commands/jobs.ts'
import { keys } from './commands/keys.ts'
import { migrate } from './commands/migrate.ts'
import { models } from './commands/models.ts'
import { restore } from './commands/restore.ts'
import { run } from './commands/run.ts'
import { signIn } from './commands/sign-in.ts'
import { start } from './commands/start.ts'
import { submit } from './commands/submit.ts'
import { worker } from './commands/worker.ts'

/** Every command, in the order of the help. A command's file is light: what does its work is imported when it is called. */
export const commands: readonly (Command | CommandGroup)[] = [
  start,
  run,
  inspect,
  analyses,
  submit,
  jobs,
  models,
  commerce,
  keys,
  signIn,
  doctor,
  migrate,
  backup,
  restore,
  api,
  worker,
]
