import { spawnSync } from 'node:child_process'

/** Whether Prometheus's own checker can be run; Debian has it in the package prometheus. */
export const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0

/** What `promtool check metrics` has to say of a scrape; it passes with status 0 and no words. */
export function checkMetrics(text: string): { status: number | null; words: string } {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
  return { status, words: stdout + stderr }
}
