import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { completeLockFile, type LockFile, missingPlatforms } from '../lock-file.ts'
import { ROOT } from '../root.ts'

const path = join(ROOT, 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8')) as LockFile
const missing = Object.keys(missingPlatforms(lock))
if (missing.length > 0) writeFileSync(path, `${JSON.stringify(completeLockFile(lock), null, 2)}\n`)
console.log(`package-lock.json: ${missing.length} packages of other platforms added`)
