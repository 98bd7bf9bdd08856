import type { NextConfig } from 'next'

/** A static export: the API serves `out/` on its own origin, so the page needs no server of its own. */
const config: NextConfig = {
  output: 'export',
  trailingSlash: true,
  images: { unoptimized: true },
  transpilePackages: [
    '@zerosec/analyses',
    '@zerosec/client',
    '@zerosec/commerce',
    '@zerosec/contract',
    '@zerosec/engine',
    '@zerosec/errors',
    '@zerosec/model',
    '@zerosec/report',
  ],
  // `npm run check` type-checks the whole tree; TypeScript 7 has no compiler API for Next to call.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
}

export default config
