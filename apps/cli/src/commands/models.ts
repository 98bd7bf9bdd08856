import type { Command, CommandGroup, Option } from '../command.ts'
import { platformOptions } from '../platform-options.ts'

const json: Option = { type: 'boolean', description: 'print as JSON' }
const alias: Option = { type: 'string', value: 'NAME', description: 'the alias; default: production' }
const reason: Option = { type: 'string', value: 'TEXT', description: 'why, for the history' }
const version: Option = { type: 'string', value: 'N', description: 'this version; default: the one in production' }

const list: Command = {
  name: 'models list',
  summary: 'The models of a platform, each with its latest version and its aliases.',
  positionals: [],
  options: { json, ...platformOptions },
  run: async (call) => (await import('../models/show-models.ts')).listModels(call),
}

const show: Command = {
  name: 'models show',
  summary: 'A model: what it takes and gives, its versions, and who moved which alias.',
  positionals: ['<model>'],
  options: { json, ...platformOptions },
  run: async (call) => (await import('../models/show-models.ts')).showModel(call),
}

const register: Command = {
  name: 'models register',
  summary: 'Register a model file as a new version: a file of this machine, or what a job made.',
  positionals: ['<model>', '<file or job>'],
  options: {
    alias: { type: 'string', value: 'NAME', description: 'also give it this alias, for example production' },
    description: { type: 'string', value: 'TEXT', description: 'of the model' },
    note: { type: 'string', value: 'TEXT', description: 'on this version' },
    json,
    ...platformOptions,
  },
  notes: [
    'The second argument is a path (model.zsm), the id of a completed job that made one model, or the key of a file (outputs/<job>/…).',
    'Example:\n  zerosec models register strength run/models/strength.zsm --alias production',
  ],
  run: async (call) => (await import('../models/register-model.ts')).registerModel(call),
}

const promote: Command = {
  name: 'models promote',
  summary: 'Give a version an alias: the one in production answers whoever asks the model by its name.',
  positionals: ['<model>', '<version>'],
  options: {
    alias,
    reason,
    'allow-other-signature': {
      type: 'boolean',
      description: 'also where it takes or gives other columns than the version before',
    },
    json,
    ...platformOptions,
  },
  run: async (call) => (await import('../models/move-alias.ts')).promoteModel(call),
}

const rollback: Command = {
  name: 'models rollback',
  summary: 'Give an alias back to the version that had it before.',
  positionals: ['<model>'],
  options: { alias, reason, json, ...platformOptions },
  run: async (call) => (await import('../models/move-alias.ts')).rollbackModel(call),
}

const predict: Command = {
  name: 'models predict',
  summary: 'Predict the rows of a file with a registered model.',
  positionals: ['<model>', '<file>'],
  options: {
    version,
    intervals: { type: 'boolean', description: 'with prediction intervals' },
    level: { type: 'string', value: 'SHARE', description: 'of the intervals, for example 0.9; one that the model has' },
    domain: { type: 'boolean', description: 'and whether each row is like the training rows' },
    encoding: {
      type: 'string',
      value: 'NAME',
      description: 'of a CSV, such as shift_jis; default: found from its beginning',
    },
    sheet: { type: 'string', value: 'NAME', description: 'of an Excel file; default: the first with a table' },
    out: { type: 'string', value: 'FILE', description: 'write there; default: standard output' },
    ...platformOptions,
  },
  notes: [
    'A CSV is streamed: the answer is the same CSV with the predictions beside, in UTF-8, and why a row was refused in its column error. A ' +
      "CSV whose first line has not the model's columns, and the sheet of an .xlsx file, are read as analyses read them, titles and rows of " +
      'units apart; the answer is a CSV. A .json file holds a list of rows; the answer is JSON.',
    '<model> is a name or <name>@<alias>.\nExample:\n  zerosec models predict strength new.csv --out predicted.csv',
  ],
  run: async (call) => (await import('../models/predict-file.ts')).predictFile(call),
}

const exporting: Command = {
  name: 'models export',
  summary: 'Write a version as a file: the model file, or ONNX, LightGBM or XGBoost for other programs.',
  positionals: ['<model>'],
  options: {
    version,
    format: { type: 'string', value: 'zsm|onnx|lightgbm|xgboost', description: 'default: zsm' },
    out: { type: 'string', value: 'FILE', description: 'default: <model>-<version>.<format>' },
    ...platformOptions,
  },
  run: async (call) => (await import('../models/export-model.ts')).exportModel(call),
}

export const models: CommandGroup = {
  name: 'models',
  summary: 'Registered models of a platform: versions, aliases, predictions, exports.',
  commands: [list, show, register, promote, rollback, predict, exporting],
}
