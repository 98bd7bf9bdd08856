/**
 * The first process of a container gets no signal that it has no handler for: without this a container that is stopped while it
 * starts is waited for and killed. Once the program has a handler of its own, that one decides.
 */
export function endOnEarlySignals(): void {
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code)
    })
  }
}
