/** Stands in every report; equal to the root package's version. */
export const VERSION = '0.1.0'
