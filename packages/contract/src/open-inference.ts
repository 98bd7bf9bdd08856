import { z } from 'zod'

/** The Open Inference Protocol v2, as other model servers speak it: https://github.com/open-inference/open-inference-protocol. */

export const INFERENCE_TYPES = [
  'BOOL',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'FP16',
  'BF16',
  'FP32',
  'FP64',
  'BYTES',
] as const
export type InferenceType = (typeof INFERENCE_TYPES)[number]

const shape = z.array(z.int().min(-1)).max(4)
const TensorMetadata = z.object({ name: z.string(), datatype: z.string(), shape }).meta({ id: 'TensorMetadata' })

export const InferenceTensor = z
  .object({
    name: z.string().min(1).max(500),
    shape: z.array(z.int().min(0)).min(1).max(4),
    datatype: z.enum(INFERENCE_TYPES),
    data: z.array(z.unknown()).optional().describe('flat, or nested as the shape is'),
    parameters: z
      .looseObject({ binary_data_size: z.int().min(0).optional() })
      .optional()
      .describe('binary_data_size: so many bytes of it stand behind the JSON, instead of data'),
  })
  .meta({ id: 'InferenceTensor' })
export type InferenceTensor = z.infer<typeof InferenceTensor>

export const InferRequest = z
  .object({
    id: z.string().max(200).optional(),
    inputs: z.array(InferenceTensor).min(1).max(10_000),
    outputs: z
      .array(
        z.object({ name: z.string(), parameters: z.looseObject({ binary_data: z.boolean().optional() }).optional() }),
      )
      .optional()
      .describe('left out or empty: all'),
    parameters: z.record(z.string(), z.unknown()).optional().describe('binary_data_output: all outputs as bytes'),
  })
  .meta({ id: 'InferRequest' })
export type InferRequest = z.infer<typeof InferRequest>

export const InferResponse = z
  .object({
    id: z.string().optional(),
    model_name: z.string(),
    model_version: z.string(),
    outputs: z.array(
      z.object({
        name: z.string(),
        shape,
        datatype: z.string(),
        data: z.array(z.union([z.number(), z.string(), z.null()])),
      }),
    ),
  })
  .meta({ id: 'InferResponse' })
export type InferResponse = z.infer<typeof InferResponse>

export const InferenceServer = z
  .object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) })
  .meta({ id: 'InferenceServer' })

export const InferenceModel = z
  .object({
    name: z.string(),
    versions: z.array(z.string()).describe('all that may be named'),
    platform: z.string(),
    inputs: z.array(TensorMetadata),
    outputs: z.array(TensorMetadata),
  })
  .meta({ id: 'InferenceModel' })
export type InferenceModel = z.infer<typeof InferenceModel>

export const InferenceLive = z.object({ live: z.boolean() }).meta({ id: 'InferenceLive' })
export const InferenceReady = z.object({ ready: z.boolean() }).meta({ id: 'InferenceReady' })
export const InferenceModelReady = z
  .object({ name: z.string(), version: z.string(), ready: z.boolean() })
  .meta({ id: 'InferenceModelReady' })
