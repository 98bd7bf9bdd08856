import type { CurrentVersion, ModelDetail, ModelEvent, ModelSummary, ModelVersion, Release } from '@zerosec/contract'
import type { ModelRelease, RegisteredModel, RegisteredVersion, RegistryEvent } from '@zerosec/serving'

/** What callers see of models: field by field, so that nothing new of ours leaks by itself. */

export function modelView(model: RegisteredModel): ModelSummary {
  const { latest } = model
  return {
    model_name: model.name,
    description: model.description,
    versions: model.versions,
    latest: latest.version,
    aliases: { ...model.aliases },
    target: latest.signature.output.name,
    kind: latest.signature.output.kind,
    algorithm: latest.training.algorithm,
    scores: { ...latest.training.scores },
    current: currentView(model.current),
    created_at: model.createdAt.toISOString(),
    updated_at: model.updatedAt.toISOString(),
  }
}

function currentView({ version, signature, training, jobId, createdAt }: RegisteredVersion): CurrentVersion {
  const { name: target, classes } = signature.output
  return {
    version,
    target,
    inputs: signature.inputs.map(({ name }) => name),
    ...(classes === undefined ? {} : { classes }),
    algorithm: training.algorithm,
    scores: { ...training.scores },
    job_id: jobId,
    created_at: createdAt.toISOString(),
  }
}

export function modelDetailView(
  model: RegisteredModel & { readonly versionList: readonly RegisteredVersion[] },
): ModelDetail {
  return { ...modelView(model), version_list: model.versionList.map(versionView) }
}

export function versionView(version: RegisteredVersion): ModelVersion {
  const { exports: formats, ...training } = version.training
  return {
    model_name: version.name,
    version: version.version,
    sha256: version.sha256,
    size_bytes: version.bytes,
    signature: version.signature,
    training,
    example: exampleOf(version),
    exports: formats === undefined ? null : [...formats],
    file_key: version.sourceKey,
    job_id: version.jobId,
    note: version.note,
    aliases: [...version.aliases],
    created_at: version.createdAt.toISOString(),
    created_by: version.createdBy,
  }
}

/** Its golden request without what a caller would not send. */
function exampleOf({ golden, signature }: RegisteredVersion): ModelVersion['example'] {
  const given = signature.inputs.filter(({ kind, derived_from: derived }) => kind !== 'text' && derived === undefined)
  return Object.fromEntries(given.map(({ name }) => [name, shortCell(golden.row[name] ?? null)]))
}

/** A number as it was measured: stored scaled, it has come back with the last bits changed. */
function shortCell(cell: ModelVersion['example'][string]): ModelVersion['example'][string] {
  return typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell
}

export function eventView(event: RegistryEvent): ModelEvent {
  return {
    at: event.at.toISOString(),
    actor: event.actor,
    action: event.action,
    alias: event.alias,
    from_version: event.fromVersion,
    to_version: event.toVersion,
    reason: event.reason,
  }
}

/** The functions of the package that a view needs, which is loaded late. */
export type ReleaseFigures = Pick<typeof import('@zerosec/serving'), 'latencyAt' | 'scorePsi'>

export function releaseView(release: ModelRelease, { latencyAt, scorePsi }: ReleaseFigures): Release {
  const { counts, limits } = release
  const side = (of: ModelRelease['counts']['production']) => ({
    requests: of.requests,
    rows: of.rows,
    errors: of.errors,
    p50_ms: latencyAt(of, 0.5),
    p95_ms: latencyAt(of, 0.95),
  })
  const { rows, equal, sum, largest } = counts.differences
  const isOfNumbers = rows > 0 && (sum > 0 || equal === rows) // classes that differ are no distance apart
  return {
    release_id: release.releaseId,
    model_name: release.name,
    mode: release.mode,
    state: release.state,
    version: release.version,
    production_version: release.productionVersion,
    share: release.share,
    limits,
    started_at: release.startedAt.toISOString(),
    started_by: release.startedBy,
    ended_at: release.endedAt?.toISOString() ?? null,
    reason: release.reason,
    production: side(counts.production),
    candidate: side(counts.candidate),
    score_psi: scorePsi(counts, limits.score_minimum),
    differences: {
      rows,
      equal,
      mean_absolute: isOfNumbers ? sum / rows : null,
      largest_absolute: isOfNumbers ? largest : null,
    },
  }
}
