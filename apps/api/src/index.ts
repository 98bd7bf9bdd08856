export { type ServeOptions, type Service, serve } from './serve.ts'
