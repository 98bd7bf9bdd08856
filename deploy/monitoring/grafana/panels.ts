import {
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import {
  DashboardBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'

/** Of Grafana: what numbers are shown as. */
export type Unit = 'short' | 's' | 'bytes' | 'percentunit' | 'reqps' | 'none'

/** A number, or lines over time; what it asks Prometheus by the words of its legend. */
export interface Panel {
  readonly kind: 'number' | 'lines'
  readonly title: string
  readonly unit: Unit
  readonly queries: Readonly<Record<string, string>>
  /** Shown behind the title's sign: what to make of it. */
  readonly description?: string
  /** From here on it is shown in red. */
  readonly limit?: number
  /** Below it is shown in red. A panel has this or `limit`. */
  readonly least?: number
}

export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly rows: Readonly<Record<string, readonly Panel[]>>
}

/** As deploy/monitoring/grafana/provisioning names it. */
const SOURCE = { type: 'prometheus', uid: 'prometheus' } as const
/** Of Grafana's grid, which is 24 wide. */
const WIDTH = { number: 4, lines: 12 } as const
const HEIGHT = { number: 4, lines: 8 } as const

/** What Grafana reads: the same text for the same dashboard. */
export function dashboardText({ uid, title, rows }: Dashboard): string {
  // oxlint-disable-next-line typescript/no-deprecated -- files that Grafana is provisioned from are of this version
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['zerosec'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .readonly()
  let id = 0
  for (const [row, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(row).id(++id))
    for (const panel of panels) builder.withPanel((panel.kind === 'number' ? numberOf(panel) : linesOf(panel)).id(++id))
  }
  return `${JSON.stringify(builder.build(), null, 2)}\n`
}

function numberOf(panel: Panel): StatBuilder {
  const last = new ReduceDataOptionsBuilder().calcs(['lastNotNull'])
  return dressed(new StatBuilder().reduceOptions(last).graphMode(BigValueGraphMode.None), panel)
}

function linesOf(panel: Panel): SeriesBuilder {
  const style = new GraphThresholdsStyleConfigBuilder().mode(
    panel.limit === undefined ? GraphThresholdsStyleMode.Off : GraphThresholdsStyleMode.Dashed,
  )
  return dressed(new SeriesBuilder().fillOpacity(10).lineWidth(1).thresholdsStyle(style), panel)
}

function dressed<Builder extends StatBuilder | SeriesBuilder>(builder: Builder, panel: Panel): Builder {
  const { title, unit, queries, description, kind } = panel
  builder.title(title).datasource(SOURCE).unit(unit).min(0).span(WIDTH[kind]).height(HEIGHT[kind])
  if (description !== undefined) builder.description(description)
  builder.thresholds(thresholdsOf(panel))
  for (const [index, [legend, expression]] of Object.entries(queries).entries()) {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .expr(expression)
      .legendFormat(legend)
    builder.withTarget(kind === 'number' ? query.instant() : query.range())
  }
  return builder
}

/** Said also where there is no limit: Grafana would show everything above 80 in red. */
function thresholdsOf({ limit, least }: Panel): ThresholdsConfigBuilder {
  const above = limit === undefined ? [] : [{ value: limit, color: 'red' }]
  const steps =
    least === undefined
      ? [{ value: null, color: 'green' }, ...above]
      : [
          { value: null, color: 'red' },
          { value: least, color: 'green' },
        ]
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps)
}
