import type { Picture } from '../model.ts'

export const dataFlow: Picture = {
  name: 'data-flow',
  title: 'From a table to a decision',
  description:
    'A file is read into a table, an analysis makes a report and a model of it, the next experiments come back as a file. ' +
    "A shop's exports become source tables, facts and metrics in a snapshot, from which each query is answered. " +
    'A model becomes a version in the registry and answers requests.',
  direction: 'down',
  holds: [
    {
      id: 'table-path',
      title: 'Tables of engineers',
      kind: 'process',
      holds: [
        {
          id: 'file',
          title: 'File',
          note: 'Excel, CSV, Parquet',
          icon: 'document',
          stands: ['route:/api/v1/presign', 'route:/files'],
        },
        {
          id: 'table',
          title: 'Table',
          note: 'typed columns, repairs and doubts listed',
          icon: 'table',
          stands: ['package:table', 'route:/api/v1/inspect'],
        },
        {
          id: 'analysis',
          title: 'Analysis',
          note: 'a pure function of table, parameters, seed',
          icon: 'flask',
          stands: ['package:analyses', 'package:engine', 'route:/api/v1/analyses'],
        },
        { id: 'report', title: 'Report', note: 'page, workbook, PNG, SVG', icon: 'chart', stands: ['package:report'] },
        { id: 'decision', title: 'Decision', note: 'or the next experiments', icon: 'person' },
      ],
    },
    {
      id: 'model-path',
      title: 'Models',
      kind: 'step',
      holds: [
        { id: 'model', title: 'Model', note: 'a file of its own', icon: 'model', stands: ['package:model'] },
        {
          id: 'registry',
          title: 'Registry',
          note: 'versions, aliases, releases',
          icon: 'package',
          stands: ['package:serving', 'route:/api/v1/models'],
        },
        {
          id: 'predictions',
          title: 'Predictions',
          note: 'intervals, domain, reasons; drift is watched',
          icon: 'gauge',
          stands: ['route:/predict', 'route:/v2'],
        },
      ],
    },
    {
      id: 'shop-path',
      title: 'Exports of a shop',
      kind: 'place',
      stands: ['package:commerce', 'route:/api/v1/commerce'],
      holds: [
        { id: 'exports', title: 'Exports', note: 'CSV of orders, products', icon: 'folder' },
        { id: 'mapping', title: 'Mapping', note: 'declared; the rest is quarantined', icon: 'rule' },
        { id: 'facts', title: 'Facts', note: 'one row for each thing that is counted', icon: 'database' },
        { id: 'snapshot', title: 'Snapshot', note: 'immutable, swapped by name', icon: 'snapshot' },
        { id: 'answer', title: 'Answer', note: 'dashboard, alerts, reports', icon: 'chart' },
      ],
    },
  ],
  flows: [
    { from: 'file', to: 'table' },
    { from: 'table', to: 'analysis' },
    { from: 'analysis', to: 'report' },
    { from: 'report', to: 'decision' },
    { from: 'decision', to: 'file', label: 'runs that were made', isLoose: true },
    { from: 'analysis', to: 'model-path' },
    { from: 'model', to: 'registry' },
    { from: 'registry', to: 'predictions' },
    { from: 'exports', to: 'mapping' },
    { from: 'mapping', to: 'facts' },
    { from: 'facts', to: 'snapshot' },
    { from: 'snapshot', to: 'answer' },
  ],
}
