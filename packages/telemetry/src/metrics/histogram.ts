import type { Description, Labels, MetricFamily, Sample } from './family.ts'

interface Distribution {
  readonly labels: Labels
  /** How many fell into each bucket alone; the last is what lies above the last bound. */
  readonly counts: Float64Array
  sum: number
}

/** Counts observations by upper bounds, a distribution for each combination of its labels' values. */
export class Histogram<Label extends string> {
  readonly #description: Description<Label>
  readonly #bounds: readonly number[]
  readonly #distributions = new Map<string, Distribution>()

  /** @param bounds  ascending; what lies on a bound is counted below it */
  constructor(description: Description<Label>, bounds: readonly number[]) {
    this.#description = description
    this.#bounds = bounds
  }

  observe(labels: Readonly<Record<Label, string>>, value: number): void {
    let key = ''
    for (const label of this.#description.labels) key += `${labels[label]}\n`
    let distribution = this.#distributions.get(key)
    if (!distribution) {
      distribution = { labels: { ...labels }, counts: new Float64Array(this.#bounds.length + 1), sum: 0 }
      this.#distributions.set(key, distribution)
    }
    let bucket = 0
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] as number)) bucket++
    distribution.counts[bucket] = (distribution.counts[bucket] as number) + 1
    distribution.sum += value
  }

  family(): MetricFamily {
    const { name, help } = this.#description
    return {
      name,
      type: 'histogram',
      help,
      samples: [...this.#distributions.values()].flatMap((d) => this.#samples(d)),
    }
  }

  #samples({ labels, counts, sum }: Distribution): Sample[] {
    let below = 0
    const buckets = Array.from(counts, (count, i): Sample => {
      below += count
      const le = i < this.#bounds.length ? String(this.#bounds[i]) : '+Inf'
      return { suffix: '_bucket', labels: { ...labels, le }, value: below }
    })
    return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: below }]
  }
}
