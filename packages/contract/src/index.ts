/** What crosses HTTP. The calls of the earlier system keep their names, shapes and defaults exactly; ours stand beside them. */
export * from './analyses.ts'
export * from './error.ts'
export * from './health.ts'
export * from './inspect.ts'
export * from './jobs.ts'
export * from './presign.ts'
export * from './projects.ts'
export * from './protocol.ts'
