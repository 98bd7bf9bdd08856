/**
 * Makes Node trust the authorities in DATABASE_CA beside its own, before anything else runs. RDS's certificates are signed by
 * authorities of AWS that no system knows, NODE_EXTRA_CA_CERTS wants a file, and Fargate can't mount one that is in no image. A child
 * process that gets the option without the variable goes on without them.
 */
const TRUST = `import tls from 'node:tls'
const { DATABASE_CA } = process.env
if (DATABASE_CA) tls.setDefaultCACertificates([...tls.getCACertificates('default'), DATABASE_CA])`

/** For the environment of a task. @param authorities  PEM */
export function trusting(authorities: string): Readonly<Record<string, string>> {
  return {
    DATABASE_CA: authorities,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TRUST)}`,
  }
}
