// Coding of numbers in bins. Pointers are byte offsets.

/**
 * The bin of each value: the first whose upper edge is not below it, by a binary search without branches.
 *
 * @param upper  256 edges, ascending, Infinity from the last bin on
 * @param missing  the code of NaN
 */
export function codeNumbers(values: usize, count: i32, upper: usize, missing: i32, out: usize): void {
  for (let i = 0; i < count; i++) {
    const value = load<f64>(values + ((<usize>i) << 3))
    let bin: usize = 0
    for (let step: usize = 128; step > 0; step >>= 1) {
      bin = select(bin + step, bin, load<f64>(upper + ((bin + step - 1) << 3)) < value)
    }
    store<u8>(out + i, value == value ? <u8>bin : <u8>missing)
  }
}
