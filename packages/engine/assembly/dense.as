// Kernels over dense vectors and matrices of f64; pointers are byte offsets into the imported memory.

/** Σ a·b over n values, in two lanes that are added at the end: the order of additions is fixed. */
export function dot(a: usize, b: usize, n: i32): f64 {
  let lanes = f64x2.splat(0)
  const even = n & ~1
  for (let i = 0; i < even; i += 2) {
    const at = (<usize>i) << 3
    lanes = f64x2.add(lanes, f64x2.mul(v128.load(a + at), v128.load(b + at)))
  }
  let sum = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
  if (even < n) sum += load<f64>(a + ((<usize>even) << 3)) * load<f64>(b + ((<usize>even) << 3))
  return sum
}
