/** A resource as a stack would make it, with every value filled in that the cloud would give. */
export interface RecordedResource {
  /** `aws:ec2/instance:Instance` */
  readonly type: string
  /** Of the program; unique within its type. */
  readonly name: string
  /** What the program asked for. Secrets are `SECRET` instead of their values. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** What the provider gave, so that references of others can be found in their inputs. */
  readonly id: string
  /** Where there is one. */
  readonly arn: string | undefined
}

/** Stands for every value that the program marks as secret: a plan is printed. */
export const SECRET = '(secret)'
