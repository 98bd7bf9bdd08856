import { createRequire } from 'node:module'
import { OWN_ICONS, type OwnIconName } from './own-icons.ts'

/** Names of `@iconify-json/logos` (CC0) that pictures use. */
const LOGOS = [
  'aws',
  'aws-athena',
  'aws-backup',
  'aws-certificate-manager',
  'aws-cloudfront',
  'aws-cloudtrail',
  'aws-cloudwatch',
  'aws-ec2',
  'aws-ecs',
  'aws-elb',
  'aws-eventbridge',
  'aws-fargate',
  'aws-glue',
  'aws-iam',
  'aws-kms',
  'aws-rds',
  'aws-route53',
  'aws-s3',
  'aws-secrets-manager',
  'aws-sns',
  'aws-sqs',
  'aws-systems-manager',
  'aws-vpc',
  'aws-waf',
  'docker-icon',
  'github-actions',
  'github-icon',
  'google-cloud',
  'google-cloud-run',
  'grafana',
  'nextjs-icon',
  'nodejs-icon',
  'openapi-icon',
  'opentelemetry-icon',
  'postgresql',
  'prometheus',
  'pulumi-icon',
  'typescript-icon',
  'vitest',
  'webassembly',
  'webhooks',
] as const

export type IconName = (typeof LOGOS)[number] | OwnIconName

interface Icon {
  readonly body: string
  readonly width: number
  readonly height: number
}

interface IconSet {
  readonly icons: Readonly<Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>>
  readonly width: number
  readonly height: number
}

let logos: IconSet | undefined

function iconOf(name: IconName): Icon {
  if (name in OWN_ICONS) return { body: OWN_ICONS[name as OwnIconName], width: 24, height: 24 }
  logos ??= createRequire(import.meta.url)('@iconify-json/logos/icons.json') as IconSet
  const icon = logos.icons[name]
  if (icon === undefined) throw new RangeError(`@iconify-json/logos has no icon ${name}`)
  return { width: logos.width, height: logos.height, ...icon }
}

/** An icon as a symbol, `icon-<name>`, for `<use>`. The ids inside it are its own, as several stand in one document. */
export function iconSymbol(name: IconName): string {
  const { body, width, height } = iconOf(name)
  const ids = [...new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!))]
  const own = ids.reduce(
    (text, id) =>
      text
        .replaceAll(` id="${id}"`, ` id="${name}-${id}"`)
        .replaceAll(`url(#${id})`, `url(#${name}-${id})`)
        .replaceAll(`href="#${id}"`, `href="#${name}-${id}"`),
    body,
  )
  return `<symbol id="icon-${name}" viewBox="0 0 ${width} ${height}">${own}</symbol>`
}
