const INK = '#0067a8'
const SOFT = '#d7e8f4'

/** Lines of one width on a soft ground, 24 × 24: for what has no logo. */
function lines(ground: string, strokes: string): string {
  return (
    `<g fill="${SOFT}">${ground}</g>` +
    `<g fill="none" stroke="${INK}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${strokes}</g>`
  )
}

const path = (d: string): string => `<path d="${d}"/>`
const shape = (d: string, more = ''): string => lines(path(d), path(d) + more)

export const OWN_ICONS = {
  alarm: shape('M6 16V11a6 6 0 0 1 12 0v5l2 2H4z', path('M10 21h4')),
  balancer: lines(
    '<circle cx="5" cy="12" r="3"/><circle cx="19" cy="5" r="3"/><circle cx="19" cy="19" r="3"/>',
    '<circle cx="5" cy="12" r="3"/><circle cx="19" cy="5" r="3"/><circle cx="19" cy="19" r="3"/>' +
      path('M7.600 10.500l8.800-4.200M7.600 13.500l8.800 4.200'),
  ),
  browser: shape('M3 5h18v14H3z', path('M3 9h18M6 7h.01M8.500 7h.01')),
  bucket: shape('M4 6h16l-2 14H6z', path('M4 6c0-3.500 16-3.500 16 0M8 12h8')),
  chart: shape('M4 4h16v16H4z', path('M8 16v-4M12 16V8M16 16v-6')),
  chip: shape('M6 6h12v12H6z', path('M9 3v3M15 3v3M9 18v3M15 18v3M3 9h3M3 15h3M18 9h3M18 15h3')),
  compare: shape('M4 5h7v14H4z', path('M13 5h7v14h-7zM16 9h1M16 12h1M7 9h1M7 12h1')),
  database: lines(
    path('M4 6v12c0 4 16 4 16 0V6'),
    '<ellipse cx="12" cy="6" rx="8" ry="3"/>' + path('M4 6v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0'),
  ),
  document: shape('M6 3h9l4 4v14H6z', path('M9 11h7M9 14h7M9 17h4')),
  error: shape('M12 3l9 17H3z', path('M12 9v5M12 17h.01')),
  flask: shape('M10 3h4v6l6 11H4l6-11z', path('M7.500 15h9')),
  folder: shape('M3 6h7l2 2h9v11H3z'),
  gauge: shape('M3 17a9 9 0 0 1 18 0z', path('M12 17l4-5')),
  key: lines(
    '<circle cx="8" cy="15" r="4.500"/>',
    '<circle cx="8" cy="15" r="4.500"/>' + path('M11.500 11.500L20 3M17 6l3 3'),
  ),
  laptop: shape('M5 5h14v11H5z', path('M2 19h20')),
  mail: shape('M3 6h18v13H3z', path('M3 7l9 7 9-7')),
  model: lines(
    '<circle cx="12" cy="5" r="2.500"/><circle cx="6" cy="18" r="2.500"/><circle cx="18" cy="18" r="2.500"/>',
    '<circle cx="12" cy="5" r="2.500"/><circle cx="6" cy="18" r="2.500"/><circle cx="18" cy="18" r="2.500"/>' +
      path('M11 7.300L7 15.700M13 7.300l4 8.400M8.500 18h7'),
  ),
  network: lines(
    '<circle cx="12" cy="12" r="9"/>',
    '<circle cx="12" cy="12" r="9"/>' + path('M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18'),
  ),
  package: shape('M12 3l8 4v10l-8 4-8-4V7z', path('M4 7l8 4 8-4M12 11v10')),
  person: lines(
    '<circle cx="12" cy="8" r="4"/>' + path('M4 21c0-9 16-9 16 0z'),
    '<circle cx="12" cy="8" r="4"/>' + path('M4 21c0-9 16-9 16 0z'),
  ),
  queue: shape('M3 8h4v8H3z', path('M10 8h4v8h-4zM17 8h4v8h-4z')),
  rule: shape('M5 4h14v16H5z', path('M8 9l1.500 1.500L12 8M8 15l1.500 1.500L12 14M14.500 9.500H17M14.500 15.500H17')),
  server: shape('M4 4h16v7H4z', path('M4 13h16v7H4zM8 7.500h.01M8 16.500h.01M12 7.500h5M12 16.500h5')),
  shield: shape('M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z', path('M8.500 12l2.500 2.500 4.500-5')),
  snapshot: shape('M4 7h4l2-3h4l2 3h4v12H4z', '<circle cx="12" cy="13" r="3.500"/>'),
  table: shape('M3 5h18v14H3z', path('M3 10h18M3 14.500h18M9 5v14M15 5v14')),
  terminal: shape('M3 5h18v14H3z', path('M7 9l3 3-3 3M12 15h5')),
  warehouse: shape('M3 10l9-6 9 6v10H3z', path('M7 20v-6M12 20v-9M17 20v-7')),
  worker: lines(
    '<circle cx="12" cy="12" r="6"/>',
    '<circle cx="12" cy="12" r="6"/><circle cx="12" cy="12" r="2"/>' +
      path(
        'M12 2.500V6M12 18v3.500M2.500 12H6M18 12h3.500M5.300 5.300l2.500 2.500M16.200 16.200l2.500 2.500M18.700 5.300l-2.500 2.500M7.800 16.200l-2.500 2.500',
      ),
  ),
} as const

export type OwnIconName = keyof typeof OWN_ICONS
