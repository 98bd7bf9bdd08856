import type { FastifyBaseLogger } from 'fastify'

type Child = Parameters<FastifyBaseLogger['child']>
type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'

const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/**
 * The logger of one request, made with the first line that it tells: at the level of warnings most requests tell none, and a logger costs
 * more than many answers. What fastify's `childLoggerFactory` is to return.
 */
export class RequestLog implements FastifyBaseLogger {
  readonly #parent: FastifyBaseLogger
  readonly #own: Child
  #made: FastifyBaseLogger | undefined

  /** @param own  what the request adds to the parent's bindings */
  constructor(parent: FastifyBaseLogger, ...own: Child) {
    this.#parent = parent
    this.#own = own
  }

  get level(): string {
    return this.#own[1]?.level ?? this.#parent.level
  }

  trace(...told: unknown[]): void {
    this.#tell('trace', told)
  }

  debug(...told: unknown[]): void {
    this.#tell('debug', told)
  }

  info(...told: unknown[]): void {
    this.#tell('info', told)
  }

  warn(...told: unknown[]): void {
    this.#tell('warn', told)
  }

  error(...told: unknown[]): void {
    this.#tell('error', told)
  }

  fatal(...told: unknown[]): void {
    this.#tell('fatal', told)
  }

  silent(): void {}

  child(...more: Child): FastifyBaseLogger {
    return this.#logger().child(...more)
  }

  #tell(level: Level, told: unknown[]): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.level)) return
    const logger = this.#logger()
    Reflect.apply(logger[level], logger, told)
  }

  #logger(): FastifyBaseLogger {
    this.#made ??= this.#parent.child(...this.#own)
    return this.#made
  }
}
