/** Line icons on a 16 × 16 grid. Always beside a text, or on a control that has a label. */
const PATHS = {
  upload: 'M8 10.5V2.5M4.8 5.5 8 2.3l3.2 3.2M2.5 10.5v3h11v-3',
  download: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 11v2.5h11V11',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  close: 'm4 4 8 8m0-8-8 8',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2 3.2 3.2',
  arrow: 'M2.5 8h10.6M9.3 4.2 13.1 8l-3.8 3.8',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  caution: 'M8 2.2 14.5 13.5h-13zM8 6.5v3.2m0 1.6v.6',
  note: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4Zm0-7v3.8m0-6v.5',
  serious: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4zM8 4.8v4m0 1.8v.6',
  repair: 'm9.5 6.5 4-4m-1.8 0h1.8v1.8M6.5 9.5l-4 4m0-1.8v1.8h1.8M3 3l10 10',
  plus: 'M8 3v10M3 8h10',
  enlarge: 'M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9.2 6.8M2.5 13.5l4.3-4.3',
  up: 'M8 13V3.2M4.2 7 8 3.2 11.8 7',
  down: 'M8 3v9.8M4.2 9 8 12.8 11.8 9',
  undo: 'M5.5 2.8 2.6 5.7l2.9 2.9M2.8 5.7h6.4a4.1 4.1 0 0 1 0 8.2H6',
  swap: 'M2.5 5.2h9.8M9.6 2.5l2.7 2.7-2.7 2.7M13.5 10.8H3.7M6.4 8.1l-2.7 2.7 2.7 2.7',
  table: 'M2.5 3h11v10h-11zM2.5 6.4h11M2.5 9.7h11M6.3 6.4V13',
  keys: 'M1.8 4h12.4v8H1.8zM4.2 6.6h.1m2.4 0h.1m2.4 0h.1m2.4 0h.1M5 9.5h6',
  again: 'M13.5 8A5.5 5.5 0 1 1 11.6 3.8M13.5 2.2v3.3h-3.3',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className={`size-4 shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
