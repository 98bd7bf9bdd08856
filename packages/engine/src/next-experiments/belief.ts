/** What is believed of the response at each row, as a normal distribution: of the response itself, not of a new measurement of it. */
export interface Belief {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}
