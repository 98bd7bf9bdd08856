export { createApi } from './create-api.ts'
export { type ServeOptions, type Service, serve } from './serve.ts'
export type { ApiSettings } from './settings.ts'
