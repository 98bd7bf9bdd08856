import type { Description, Labels, MetricFamily } from './family.ts'

/** Counts up, a number for each combination of its labels' values. Whoever calls it sees to it that these are few. */
export class Counter<Label extends string> {
  readonly #description: Description<Label>
  readonly #counts = new Map<string, { readonly labels: Labels; value: number }>()

  constructor(description: Description<Label>) {
    this.#description = description
  }

  add(labels: Readonly<Record<Label, string>>, count = 1): void {
    const key = this.#description.labels.map((label) => labels[label]).join('\n')
    const entry = this.#counts.get(key)
    if (entry) entry.value += count
    else this.#counts.set(key, { labels: { ...labels }, value: count })
  }

  family(): MetricFamily {
    const { name, help } = this.#description
    return { name, type: 'counter', help, samples: [...this.#counts.values()] }
  }
}
