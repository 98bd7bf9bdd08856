import { IMAGE } from '../image.ts'

export interface UserData {
  readonly region: string
  readonly registry: string
  readonly logGroup: string
  /** What runs on a new machine: the tag that deployments move. */
  readonly image: string
  readonly databaseImage: string
  /** Of the volume that the machine fetches itself, where it is one of a group. */
  readonly fetchVolume: string | undefined
}

/** Where the volume appears; Amazon Linux links it to what the kernel calls it. */
const DEVICE = '/dev/sdf'
const DATA = '/var/lib/zerosec'
const DATABASE_URL_FILE = '/run/secrets/database-url'

/** What the machine tells CloudWatch each minute. */
export const MEASURED = { namespace: 'zerosec/ec2', ready: 'Ready', diskUsed: 'DiskUsedPercent' } as const

/**
 * What a new machine does once: Docker, the data volume (formatted if it is blank), PostgreSQL, a look at all of it each minute, and
 * `zerosec-deploy`, which starts an image and goes back to the one before if the new one is not healthy within two minutes. Deployments
 * call the same command.
 */
export function userData(data: UserData): string {
  return `#!/bin/bash
set -euo pipefail
# The machine gets its fixed address while this runs: connections of before end.
again() { for _ in 1 2 3 4 5; do "$@" && return; sleep 15; done; return 1; }
again dnf install -y docker amazon-ecr-credential-helper
install -d -m 700 /root/.docker
echo '{"credHelpers": {"${data.registry}": "ecr-login"}}' > /root/.docker/config.json
systemctl enable --now docker
fallocate -l 2G /swap && chmod 600 /swap && mkswap /swap && swapon /swap && echo '/swap none swap defaults 0 0' >> /etc/fstab
${data.fetchVolume === undefined ? '' : fetchVolume(data.region, data.fetchVolume)}
for _ in $(seq 150); do [ -b ${DEVICE} ] && break; sleep 2; done
[ -b ${DEVICE} ]
blkid ${DEVICE} || mkfs.xfs -L zerosec ${DEVICE}
install -d ${DATA}
grep -q LABEL=zerosec /etc/fstab || echo 'LABEL=zerosec ${DATA} xfs defaults,nofail,noatime 0 2' >> /etc/fstab
mountpoint -q ${DATA} || mount ${DATA}
# After a reboot, too: without the volume Docker would make empty folders in its place, and PostgreSQL a new database in them.
install -d /etc/systemd/system/docker.service.d
printf '[Unit]\\nRequiresMountsFor=${DATA}\\n' > /etc/systemd/system/docker.service.d/volume.conf
install -d -o ${IMAGE.user} -g ${IMAGE.user} -m 700 ${DATA}/data
${startDatabase(data)}
cat > /usr/local/bin/zerosec-deploy <<'SCRIPT'
${deployScript(data)}SCRIPT
cat > /usr/local/bin/zerosec-measure <<'SCRIPT'
${measureScript(data)}SCRIPT
chmod 755 /usr/local/bin/zerosec-deploy /usr/local/bin/zerosec-measure
${eachMinute('zerosec-measure')}
# Before the first image has been pushed there is none: then the first deployment starts one.
/usr/local/bin/zerosec-deploy '${data.image}' || true
`
}

/** A group's new machine takes the volume over from the one before, once that is gone. */
function fetchVolume(region: string, volume: string): string {
  return `token=$(curl -sfX PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
instance=$(curl -sf -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/instance-id)
for _ in $(seq 60); do
  aws ec2 attach-volume --region ${region} --volume-id ${volume} --instance-id "$instance" --device ${DEVICE} && break
  sleep 5
done`
}

/** PostgreSQL beside it, on a network of the two alone. Its password is made here, on the encrypted volume, and is nowhere else. */
function startDatabase({ databaseImage }: UserData): string {
  return `umask 077
[ -s ${DATA}/database-password ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' > ${DATA}/database-password
[ -s ${DATA}/database-url ] || echo "postgres://zerosec:$(cat ${DATA}/database-password)@database:5432/zerosec" > ${DATA}/database-url
chown 999 ${DATA}/database-password # the user of the image
chown ${IMAGE.user} ${DATA}/database-url
umask 022
docker network create zerosec
again docker pull --quiet '${databaseImage}'
docker run --detach --name database --network zerosec --restart unless-stopped --shm-size 128m --memory 400m \\
  --log-opt max-size=10m --log-opt max-file=3 --security-opt no-new-privileges --volume ${DATA}/database:/var/lib/postgresql \\
  --volume ${DATA}/database-password:/run/secrets/password:ro --env POSTGRES_PASSWORD_FILE=/run/secrets/password \\
  --env POSTGRES_USER=zerosec --env POSTGRES_DB=zerosec '${databaseImage}'`
}

/**
 * `zerosec-deploy IMAGE`: exit code 0 once it is healthy; else the image before runs again, and 1. The container's /tmp is on the disk: a
 * shop's files pass through it, as large as they are, and in memory they would count as the container's. Images of more than a month ago that
 * nothing runs are removed, or the disk would be full one day; the one before can be pulled again, as its tag keeps it.
 */
export function deployScript({ region, logGroup }: Pick<UserData, 'region' | 'logGroup'>): string {
  return `#!/bin/bash
set -uo pipefail
image=$1
previous=$(docker inspect --format '{{.Config.Image}}' zerosec 2>/dev/null || true)

start() {
  docker rm --force zerosec >/dev/null 2>&1 || true
  docker volume rm --force zerosec-scratch >/dev/null 2>&1 || true
  docker run --detach --name zerosec --network zerosec --restart unless-stopped \\
    --publish 80:${IMAGE.port} --volume ${DATA}/data:${IMAGE.dataFolder} \\
    --volume ${DATA}/database-url:${DATABASE_URL_FILE}:ro --env DATABASE_URL_FILE=${DATABASE_URL_FILE} \\
    --volume zerosec-scratch:/tmp --memory 1400m --read-only --cap-drop ALL --security-opt no-new-privileges --stop-timeout 30 \\
    --log-driver awslogs --log-opt awslogs-region=${region} --log-opt awslogs-group=${logGroup} \\
    ${Object.entries(ENVIRONMENT)
      .map(([name, value]) => `--env ${name}=${value}`)
      .join(' ')} \\
    "$1" start
}

healthy() {
  for _ in $(seq 60); do
    curl -sf -o /dev/null http://127.0.0.1/health/ready && return 0
    sleep 2
  done
  return 1
}

docker pull --quiet "$image" || exit 1
image=$(docker inspect --format '{{index .RepoDigests 0}}' "$image")
[ -z "$previous" ] || docker stop zerosec >/dev/null
if start "$image" && healthy; then
  echo "deployed $image"
  docker image prune --all --force --filter until=720h >/dev/null
  exit 0
fi
echo "not healthy: $image" >&2
[ -z "$previous" ] || { start "$previous" && healthy && echo "back to $previous" >&2; }
exit 1
`
}

/** What the checks of AWS do not see: whether zerosec answers, and how full its volume is. */
export function measureScript({ region }: Pick<UserData, 'region'>): string {
  return `#!/bin/bash
set -uo pipefail
curl -sf -m 5 -o /dev/null http://127.0.0.1/health/ready && ready=1 || ready=0
used=$(df --output=pcent ${DATA} | tail -n 1 | tr -dc 0-9)
aws cloudwatch put-metric-data --region ${region} --namespace ${MEASURED.namespace} \\
  --metric-data "MetricName=${MEASURED.ready},Value=$ready" "MetricName=${MEASURED.diskUsed},Value=$used,Unit=Percent"
`
}

function eachMinute(command: string): string {
  return `printf '[Service]\\nType=oneshot\\nExecStart=/usr/local/bin/${command}\\n' > /etc/systemd/system/${command}.service
printf '[Timer]\\nOnCalendar=minutely\\nAccuracySec=1s\\n[Install]\\nWantedBy=timers.target\\n' > /etc/systemd/system/${command}.timer
systemctl enable --now ${command}.timer`
}

/** Of the process. One job at a time: with PostgreSQL beside it all of it has to fit into the machine's 2 GB. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  ZEROSEC_HOST: '0.0.0.0',
  ZEROSEC_PORT: `${IMAGE.port}`,
  ZEROSEC_DATA: IMAGE.dataFolder,
  ZEROSEC_WORKERS: '1',
  ZEROSEC_JOB_MEMORY_MB: '700',
  ZEROSEC_COMMERCE_MEMORY_MB: '256',
  ZEROSEC_MODEL_MEMORY_MB: '128',
  ZEROSEC_LOG: 'info',
  ZEROSEC_GRACE_SECONDS: '20',
}
