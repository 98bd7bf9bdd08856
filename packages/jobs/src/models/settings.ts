import { z } from 'zod'

/** Settings of registered models. Part of the one list of settings. */
export const MODEL_SETTINGS = {
  modelMemoryMb: {
    name: 'ZEROSEC_MODEL_MEMORY_MB',
    default: '512',
    description:
      'Memory that models which answer requests may take in one process, in MB; those that were used last stay.',
    schema: z.coerce.number<string>().int().min(16).max(1_048_576),
  },
  expectedModels: {
    name: 'ZEROSEC_EXPECTED_MODELS',
    default: '',
    description:
      'Names of models of the default workspace that have to be ready in production before /health/ready says so, separated by commas.',
    schema: z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'not a name of a model'))),
  },
} as const
