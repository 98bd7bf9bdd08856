import {
  BASE_PATH,
  type CommerceCube,
  type CommerceCubeQuery,
  type CommerceExportFormat,
  type CommerceQuarantine,
  type CommerceQueryInput,
  type CommerceSqlRequest,
  type CommerceSqlResult,
} from '@zerosec/contract'
import { queryString } from './query-string.ts'
import type { Call, MadeFile, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** Which of the rows that were not loaded, and where the page begins. */
export interface QuarantinePage {
  readonly code?: string
  /** Its name as in the status. */
  readonly file?: string
  readonly limit?: number
  /** `next` of the page before. */
  readonly cursor?: string
}

/** What of a shop is no metric by time and group: its cubes, its rows, its files. */
export interface CommerceDataCalls {
  /** Cohorts, value over time, segments, baskets, or how soon customers come back. */
  cube(query: CommerceCubeQuery, options?: Options): Promise<CommerceCube>
  /** The rows that were not loaded, with file, line and reason, a page at a time. */
  quarantine(page?: QuarantinePage, options?: Options): Promise<CommerceQuarantine>
  /** The columns of a query's answer as a file. */
  exportFile(query: CommerceQueryInput, format: CommerceExportFormat, options?: Options): Promise<MadeFile>
  /** One SELECT of an analyst's own, over the tables of the snapshot that serves. */
  sql(request: CommerceSqlRequest, options?: Options): Promise<CommerceSqlResult>
}

export function commerceDataCalls(transport: Transport): CommerceDataCalls {
  const root = `${BASE_PATH}/commerce`
  return {
    cube: (query, options) => transport.json('POST', `${root}/cubes`, query, options),
    quarantine: (page = {}, options) =>
      transport.json('GET', `${root}/quarantine${queryString({ ...page })}`, undefined, options),
    exportFile: (query, format, options) =>
      transport.file(`${root}/export${queryString({ q: JSON.stringify(query), format })}`, options),
    sql: (request, options) => transport.json('POST', `${root}/sql`, request, options),
  }
}
