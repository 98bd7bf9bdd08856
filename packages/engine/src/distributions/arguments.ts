export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`${name} must be positive and finite, got ${value}`)
}

export function checkProbability(value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`a probability is between 0 and 1, got ${value}`)
}

export function checkVariate(value: number): void {
  if (Number.isNaN(value)) throw new RangeError('the variate is NaN')
}
