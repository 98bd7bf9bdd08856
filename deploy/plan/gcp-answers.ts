const PROJECT = 'zerosec-example'
const NUMBER = '123456789012'

type Values = Readonly<Record<string, unknown>>

/** What is read of a resource beside what the program said of it, by type. */
const OUTPUTS: Readonly<Record<string, (name: string, inputs: Values) => Values>> = {
  'gcp:serviceaccount/account:Account': (_, { accountId }) => {
    const email = `${String(accountId)}@${PROJECT}.iam.gserviceaccount.com`
    return { email, name: `projects/${PROJECT}/serviceAccounts/${email}`, member: `serviceAccount:${email}` }
  },
  'gcp:compute/globalAddress:GlobalAddress': () => ({ address: '203.0.113.20' }),
  'gcp:sql/databaseInstance:DatabaseInstance': (name, { region }) => ({
    name,
    connectionName: `${PROJECT}:${String(region)}:${name}`,
  }),
  'gcp:storage/bucket:Bucket': (_, { name }) => ({ id: name, url: `gs://${String(name)}` }),
  'gcp:storage/hmacKey:HmacKey': () => ({ accessId: 'GOOG1EXAMPLE', secret: 'a-made-up-secret' }),
  'gcp:secretmanager/secretVersion:SecretVersion': () => ({ version: '1' }),
  'gcp:iam/workloadIdentityPool:WorkloadIdentityPool': (_, { workloadIdentityPoolId }) => ({
    name: poolOf(workloadIdentityPoolId),
  }),
  'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider': (_, inputs) => ({
    name: `${poolOf(inputs['workloadIdentityPoolId'])}/providers/${String(inputs['workloadIdentityPoolProviderId'])}`,
  }),
  'gcp:monitoring/notificationChannel:NotificationChannel': (name) => ({
    name: `projects/${PROJECT}/notificationChannels/${name}`,
  }),
  'gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig': (name) => ({ uptimeCheckId: `zerosec-${name}-check` }),
}

/** The values that Google would give to a resource. */
export function gcpAnswer(type: string, name: string, inputs: Values): Values {
  return OUTPUTS[type]?.(name, inputs) ?? {}
}

function poolOf(id: unknown): string {
  return `projects/${NUMBER}/locations/global/workloadIdentityPools/${String(id)}`
}
