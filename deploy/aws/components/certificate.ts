import * as aws from '@pulumi/aws'
import type { Surroundings } from './surroundings.ts'

/** CloudFront takes certificates of this region only, and its firewall lives there. */
export const EDGE_REGION = 'us-east-1'

/**
 * Certificates of a domain for the load balancer and for CloudFront, proved by a record in the domain's zone. AWS asks for the same record
 * whatever the region. Both are valid once the record is found, and renewed as long as it stays.
 */
export function makeCertificates(
  domain: string,
  zoneId: string,
  { region, options }: Surroundings,
): { balancer: aws.acm.CertificateValidation; edge: aws.acm.CertificateValidation } {
  const ask = (name: string, at: string) =>
    new aws.acm.Certificate(
      name,
      { region: at, domainName: domain, validationMethod: 'DNS', keyAlgorithm: 'EC_prime256v1' },
      options,
    )
  const certificate = ask('certificate', region)
  const proof = certificate.domainValidationOptions.apply((records) => records[0]!)
  const record = new aws.route53.Record(
    'certificate-proof',
    {
      zoneId,
      name: proof.resourceRecordName,
      type: 'CNAME',
      records: [proof.resourceRecordValue],
      ttl: 300,
      allowOverwrite: true,
    },
    options,
  )
  const validate = (name: string, at: string, { arn }: aws.acm.Certificate) =>
    new aws.acm.CertificateValidation(
      name,
      { region: at, certificateArn: arn, validationRecordFqdns: [record.fqdn] },
      options,
    )
  const balancer = validate('certificate', region, certificate)
  if (region === EDGE_REGION) return { balancer, edge: balancer }
  return { balancer, edge: validate('edge-certificate', EDGE_REGION, ask('edge-certificate', EDGE_REGION)) }
}
