import { describeConfiguration } from '../../packages/jobs/src/configuration.ts'
import type { ComposeFile, Service } from './compose-file.ts'

/** What is wrong with one service; nothing where all is well. */
type Rule = (service: Service, name: string, file: ComposeFile) => readonly (string | false)[]

/** Images that the Dockerfile gives a user. */
const OURS = /^zerosec\//
/** Services that run our program and read our settings. */
const READS_SETTINGS = new Set(['api', 'worker', 'dev'])
/** Of Node itself, which is no setting of ours. */
const OF_NODE = new Set(['NODE_COMPILE_CACHE', 'UV_THREADPOOL_SIZE'])
/** The only one that may write to the sources: it exports the page there. */
const WRITES_SOURCES = new Set(['dev-page'])
const SECRET = /PASSWORD|SECRET|TOKEN|DATABASE_URL|PRIVATE_KEY/

const RULES: Readonly<Record<string, Rule>> = {
  'has-no-rights': ({ cap_drop = [], security_opt = [], privileged, network_mode, pid }) => [
    !cap_drop.includes('ALL') && 'keeps rights of the kernel: cap_drop: [ALL]',
    !security_opt.includes('no-new-privileges:true') && 'may gain rights: no-new-privileges:true',
    privileged === true && 'is privileged',
    (network_mode === 'host' || pid === 'host') && "shares the machine's own network or processes",
  ],
  'root-is-read-only': ({ read_only }) => [read_only !== true && 'can write to its root'],
  'user-is-not-root': ({ user, image = '' }) => [
    !OURS.test(image) &&
      !/^[1-9]\d*:\d+$/.test(user ?? '') &&
      `runs as ${user ?? 'what its image says'}: a number is wanted`,
  ],
  'image-is-pinned': ({ image = '' }) => [
    !OURS.test(image) && !/@sha256:[0-9a-f]{64}$/.test(image) && `${image} is not pinned by a digest`,
    /:latest\b/.test(image) && `${image} names a tag that moves`,
  ],
  'health-is-checked': ({ healthcheck }) => [
    !(Array.isArray(healthcheck?.test) && healthcheck.test[0] === 'CMD') && 'has no health check without a shell',
  ],
  'resources-are-limited': ({ deploy }) =>
    ['cpus', 'memory', 'pids'].map(
      (limit) => deploy?.resources?.limits?.[limit] === undefined && `has no limit of ${limit}`,
    ),
  'logs-are-rotated': ({ logging }) => [!logging?.options?.['max-size'] && 'can fill the disk with its log'],
  'is-started-again': ({ restart }) => [restart !== 'unless-stopped' && 'stays down after a fault'],
  'ports-are-local': ({ ports = [] }) =>
    ports.map((port) => !port.startsWith('127.0.0.1:') && `${port} is open to the world: TLS ends in front of it`),
  'secrets-are-files': ({ environment = {}, secrets = [] }, _, file) => [
    ...Object.keys(environment).map(
      (name) => SECRET.test(name) && !name.endsWith('_FILE') && `${name} shows in docker inspect: ${name}_FILE`,
    ),
    ...Object.entries(environment).map(([name, path]) => {
      const secret = name.endsWith('_FILE') ? /^\/run\/secrets\/(.+)$/.exec(path)?.[1] : undefined
      return secret !== undefined && !secrets.includes(secret) && `${name} names ${path}, which is not mounted`
    }),
    ...secrets.map((secret) => !file.secrets[secret]?.file && `the secret ${secret} is no file`),
  ],
  'settings-exist': ({ environment = {} }, name) => {
    if (!READS_SETTINGS.has(name)) return []
    const known = new Set(describeConfiguration({}).map((setting) => setting.name))
    return Object.keys(environment).map(
      (variable) => !known.has(variable.replace(/_FILE$/, '')) && !OF_NODE.has(variable) && `${variable} is no setting`,
    )
  },
  'database-is-hidden': ({ ports = [], networks = [] }, name, file) => [
    name === 'postgres' && ports.length > 0 && 'the database has a port outside',
    name === 'postgres' && networks.some((each) => !file.networks[each]?.internal) && 'the database reaches the world',
  ],
  'mounts-are-safe': ({ volumes = [] }, name, file) =>
    volumes.map((volume) => {
      const [source = '', , mode = 'rw'] = volume.split(':')
      if (/docker\.sock|^\/(etc|proc|sys|var)?$/.test(source)) return `${source} gives the machine away`
      if (!source.startsWith('.')) return !(source in file.volumes) && `${source} is no volume`
      return mode !== 'ro' && !WRITES_SOURCES.has(name) && `${source} can be written to`
    }),
  'names-are-known': ({ networks = [], depends_on = {} }, _, file) => [
    ...networks.map((network) => !(network in file.networks) && `${network} is no network`),
    ...Object.keys(depends_on).map((name) => !(name in file.services) && `${name} is no service`),
  ],
}

export const RULE_NAMES = Object.keys(RULES)

/** Everything that our rules find wrong with a compose file. */
export function findingsOf(
  file: ComposeFile,
): { readonly rule: string; readonly service: string; readonly problem: string }[] {
  return Object.entries(file.services).flatMap(([service, description]) =>
    Object.entries(RULES).flatMap(([rule, check]) =>
      check(description, service, file).flatMap((problem) => (problem === false ? [] : [{ rule, service, problem }])),
    ),
  )
}
