import { IMAGE } from '../image.ts'

export interface UserData {
  readonly region: string
  readonly registry: string
  readonly logGroup: string
  /** Undefined before the first image has been pushed: the machine is made ready and waits for a deployment. */
  readonly image: string | undefined
  /** Of the volume that the machine fetches itself, where it is one of a group. */
  readonly fetchVolume: string | undefined
}

/** Where the volume appears; Amazon Linux links it to what the kernel calls it. */
const DEVICE = '/dev/sdf'

/**
 * What a new machine does once: Docker, the data volume (formatted if it is blank), and `zerosec-deploy`, which starts an image and goes
 * back to the one before if the new one is not healthy within two minutes. Deployments call the same command.
 */
export function userData(data: UserData): string {
  return `#!/bin/bash
set -euo pipefail
dnf install -y docker amazon-ecr-credential-helper
install -d -m 700 /root/.docker
echo '{"credHelpers": {"${data.registry}": "ecr-login"}}' > /root/.docker/config.json
systemctl enable --now docker
${data.fetchVolume === undefined ? '' : fetchVolume(data.region, data.fetchVolume)}
for _ in $(seq 150); do [ -b ${DEVICE} ] && break; sleep 2; done
[ -b ${DEVICE} ]
blkid ${DEVICE} || mkfs.xfs -L zerosec ${DEVICE}
install -d /var/lib/zerosec
grep -q LABEL=zerosec /etc/fstab || echo 'LABEL=zerosec /var/lib/zerosec xfs defaults,nofail,noatime 0 2' >> /etc/fstab
mountpoint -q /var/lib/zerosec || mount /var/lib/zerosec
install -d -o ${IMAGE.user} -g ${IMAGE.user} -m 700 /var/lib/zerosec/data
cat > /usr/local/bin/zerosec-deploy <<'SCRIPT'
${deployScript(data)}SCRIPT
chmod 755 /usr/local/bin/zerosec-deploy
${data.image === undefined ? '# No image yet: the first deployment starts one.' : `/usr/local/bin/zerosec-deploy '${data.image}'`}
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

/** `zerosec-deploy IMAGE`: exit code 0 once it is healthy; else the image before runs again, and 1. */
export function deployScript({ region, logGroup }: Pick<UserData, 'region' | 'logGroup'>): string {
  return `#!/bin/bash
set -uo pipefail
image=$1
previous=$(docker inspect --format '{{.Config.Image}}' zerosec 2>/dev/null || true)

start() {
  docker rm --force zerosec >/dev/null 2>&1 || true
  docker run --detach --name zerosec --restart unless-stopped \\
    --publish 80:${IMAGE.port} --volume /var/lib/zerosec/data:${IMAGE.dataFolder} \\
    --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --stop-timeout 30 \\
    --log-driver awslogs --log-opt awslogs-region=${region} --log-opt awslogs-group=${logGroup} \\
    --env ZEROSEC_HOST=0.0.0.0 --env ZEROSEC_PORT=${IMAGE.port} --env ZEROSEC_DATA=${IMAGE.dataFolder} \\
    --env ZEROSEC_JOB_MEMORY_MB=1024 --env ZEROSEC_LOG=info --env ZEROSEC_GRACE_SECONDS=20 \\
    "$1" start
}

healthy() {
  for _ in $(seq 60); do
    curl -sf -o /dev/null http://127.0.0.1/health/ready && return 0
    sleep 2
  done
  return 1
}

docker pull "$image" || exit 1
[ -z "$previous" ] || docker stop zerosec >/dev/null
start "$image" && healthy && echo "deployed $image" && exit 0
echo "not healthy: $image" >&2
[ -z "$previous" ] || { start "$previous" && healthy && echo "back to $previous" >&2; }
exit 1
`
}
