import { CovarianceWorkspace } from './covariance-workspace.ts'
import type { GaussianProcess } from './gaussian-process.ts'

// one of each thread: its memory is kept, and a process that predicts again and again stays loaded
let workspace: CovarianceWorkspace | null = null
let loaded: GaussianProcess | null = null
let isFactorised = false

/** The thread's workspace for points of the caller's own. */
export function freeWorkspace(): CovarianceWorkspace {
  loaded = null
  workspace ??= new CovarianceWorkspace()
  return workspace
}

/** The thread's workspace with a process's inputs, covariance and weights. Cost: n × p where another one was loaded. */
export function workspaceOf(process: GaussianProcess): CovarianceWorkspace {
  if (workspace && loaded === process) return workspace
  const free = freeWorkspace()
  free.load({ rows: process.targets.length, columns: process.inputs, levels: process.levels })
  free.setCovariance(process)
  free.setWeights(process.weights)
  loaded = process
  isFactorised = false
  return free
}

/** The same with the factor of its covariance matrix. Cost: n³/3 more where it is not at hand. */
export function factorisedWorkspaceOf(process: GaussianProcess): CovarianceWorkspace {
  const held = workspaceOf(process)
  if (isFactorised) return held
  if (!held.factorise())
    throw new RangeError('the covariance of the process is not positive definite: it was not fitted')
  isFactorised = true
  return held
}
