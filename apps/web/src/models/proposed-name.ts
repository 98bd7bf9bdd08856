const MOST = 64

/**
 * A name for the model of a job: from the file that it was made from, and from the model's own where a job has several. The registry
 * takes small letters, digits, points, hyphens and underscores.
 */
export function proposedName(tableName: string, modelFile: string): string {
  const number = /^model_?(.+)\.zsm$/.exec(modelFile)?.[1]
  const table = nameOf(tableName.replace(/\.[^.]+$/, '')) || 'model'
  const own = number === undefined ? '' : `-${nameOf(number)}`
  return `${table.slice(0, MOST - own.length)}${own}`
}

function nameOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
}
