import * as gcp from '@pulumi/gcp'
import type * as pulumi from '@pulumi/pulumi'

/** What every component of a stack is given. */
export interface Surroundings {
  readonly project: string
  readonly region: string
  readonly environment: string
  /** Carry the provider, whose labels every resource gets, and wait for the services that Google has to be told to offer. */
  readonly options: { readonly provider: gcp.Provider; readonly dependsOn: pulumi.Resource[] }
}

export interface Place {
  readonly project: string
  readonly region: string
  readonly environment: string
}

/** @param services  of Google's, `run` for run.googleapis.com */
export function surroundings({ project, region, environment }: Place, services: readonly string[]): Surroundings {
  const defaultLabels = { project: 'zerosec', environment, 'managed-by': 'pulumi' }
  const provider = new gcp.Provider('gcp', { project, region, defaultLabels, addPulumiAttributionLabel: false })
  const dependsOn = services.map(
    // Other things of the project may use it: taking the stack down leaves it on.
    (name) =>
      new gcp.projects.Service(name, { service: `${name}.googleapis.com`, disableOnDestroy: false }, { provider }),
  )
  return { project, region, environment, options: { provider, dependsOn } }
}
