import type { KernelBinary } from './instantiate.ts'

/** Made by `npm run kernels` from packages/engine/assembly/binning.as: change that. */
export const BINNING_WASM: KernelBinary = {
  own: 'AGFzbQEAAAABCQFgBX9/f39/AAIPAQNlbnYGbWVtb3J5AgAAAwIBAAcYAgtjb2RlTnVtYmVycwAABm1lbW9yeQIACnIBcAIEfwF8A0AgASAFSgRAIAAgBUEDdGorAwAhCUEAIQZBgAEhBwNAIAcEQCAGIAdqIgggBiACIAhBAWtBA3RqKwMAIAljGyEGIAdBAXYhBwwBCwsgBCAFaiAGIAMgCSAJYRs6AAAgBUEBaiEFDAELCws=',
  shared:
    'AGFzbQEAAAABCQFgBX9/f39/AAISAQNlbnYGbWVtb3J5AgMAgIAEAwIBAAcYAgtjb2RlTnVtYmVycwAABm1lbW9yeQIACnIBcAIEfwF8A0AgASAFSgRAIAAgBUEDdGorAwAhCUEAIQZBgAEhBwNAIAcEQCAGIAdqIgggBiACIAhBAWtBA3RqKwMAIAljGyEGIAdBAXYhBwwBCwsgBCAFaiAGIAMgCSAJYRs6AAAgBUEBaiEFDAELCws=',
}
