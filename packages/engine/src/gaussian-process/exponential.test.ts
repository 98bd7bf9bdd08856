import { expect, it } from 'vitest'
import { GAUSSIAN_PROCESS_WASM } from '../kernels/gaussian-process-wasm.ts'
import { instantiateKernels } from '../kernels/instantiate.ts'
import { seededGenerator } from '../random/generator.ts'

it('differs from Math.exp by two units of the last place at most, and is 0 below -708', () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 65_536 })
  const kernels = instantiateKernels<{ exponential(values: number, n: number): void }>(GAUSSIAN_PROCESS_WASM, memory)
  const values = new Float64Array(memory.buffer, 0, 10_000)
  const generator = seededGenerator(1)
  for (let i = 0; i < values.length; i++) values[i] = -(10 ** (generator.uniform() * 12 - 9.15))
  values.set([0, -0, -1, -Math.LN2, -Math.LN2 / 2, -707.99, -708, -708.01, -1e5, -Infinity])
  const powers = values.slice()
  kernels.exponential(0, values.length)
  expect([...values.subarray(0, 3)]).toEqual([1, 1, Math.exp(-1)])
  expect([...values.subarray(7, 10)]).toEqual([0, 0, 0])
  let largest = 0
  powers.forEach((power, i) => {
    const exact = power < -708 ? 0 : Math.exp(power)
    if (exact > 0) largest = Math.max(largest, Math.abs(values[i]! / exact - 1))
    else expect(values[i]).toBe(0)
  })
  expect(largest).toBeLessThan(2 * 2 ** -52)
})
