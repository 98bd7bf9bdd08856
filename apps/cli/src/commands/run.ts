import { analysisOptions } from '../analysis-options.ts'
import type { Command } from '../command.ts'

export const run: Command = {
  name: 'run',
  summary: 'Run an analysis on a file and write its report, workbook and figures.',
  positionals: ['<analysis>', '<file>'],
  options: {
    ...analysisOptions,
    json: { type: 'boolean', description: "print the report's values as JSON and nothing else" },
    quiet: { type: 'boolean', description: 'print nothing but errors and what --json asks for' },
  },
  notes: [
    'Writes report.json, report.xlsx and figures/*.png and *.svg. Files of an earlier run in the same folder are replaced; a file that\n' +
      'zerosec did not write is never replaced.',
    'With --json a failure is printed to standard output too, as {"error": {"code", "message", "details"}}.',
    'Example:\n  zerosec run linear_analysis plates.csv --set target_column=strength --set feature_columns=cement,water --out results',
  ],
  run: async (call) => (await import('../run-analysis.ts')).runAnalysis(call),
}
