/** What columns hold that are no numbers, in words. */
export const KINDS = { category: 'categories', boolean: 'yes/no values', text: 'text', date: 'dates' } as const
