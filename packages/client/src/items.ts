import type {
  ChangeItemRequest,
  CreateItemRequest,
  DeleteItemResponse,
  Item,
  ListItemsResponse,
} from '@zerosec/contract'
import { queryString } from './query-string.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** Named things with a price, at the root of the API. */
export interface ItemCalls {
  create(item: CreateItemRequest, options?: Options): Promise<Item>
  /** In the order of their ids; `after` is `next` of the page before. */
  list(query?: { readonly limit?: number; readonly after?: number }, options?: Options): Promise<ListItemsResponse>
  get(id: number, options?: Options): Promise<Item>
  /** What is left out stays. */
  change(id: number, changes: ChangeItemRequest, options?: Options): Promise<Item>
  remove(id: number, options?: Options): Promise<DeleteItemResponse>
}

export function itemCalls(transport: Transport): ItemCalls {
  return {
    // once: a try that was lost on its way back may have made one
    create: (item, options) => transport.json('POST', '/items', item, { ...options, once: true }),
    list: (query = {}, options) => transport.json('GET', `/items${queryString({ ...query })}`, undefined, options),
    get: (id, options) => transport.json('GET', `/items/${id}`, undefined, options),
    change: (id, changes, options) => transport.json('PATCH', `/items/${id}`, changes, options),
    remove: (id, options) => transport.json('DELETE', `/items/${id}`, undefined, { ...options, once: true }),
  }
}
