/** One chart: its title, what it shows by PromQL of Cloud Monitoring, and what its numbers are. */
interface Chart {
  readonly title: string
  readonly queries: Readonly<Record<string, string>>
  readonly unit: string
}

const BALANCER = 'monitored_resource="https_lb_rule",url_map_name="zerosec-https"'
const ofRun = (service: string): string => `monitored_resource="cloud_run_revision",service_name="zerosec-${service}"`
const ofServices = 'monitored_resource="cloud_run_revision",service_name=~"zerosec-.*"'
const sql = (metric: string): string =>
  `max(cloudsql_googleapis_com:database_${metric}{monitored_resource="cloudsql_database"})`
const latency = (share: number): string =>
  `histogram_quantile(${share}, sum by (le) (rate(loadbalancing_googleapis_com:https_total_latencies_bucket{${BALANCER}}[5m])))`
const jobs = (outcome: string): string =>
  `sum(increase(logging_googleapis_com:user_zerosec_jobs_${outcome}{monitored_resource="cloud_run_revision"}[5m]))`

const CHARTS: readonly Chart[] = [
  {
    title: 'Requests by class of answer',
    queries: {
      '{{response_code_class}}': `sum by (response_code_class) (rate(loadbalancing_googleapis_com:https_request_count{${BALANCER}}[5m]))`,
    },
    unit: '1/s',
  },
  { title: 'Time of an answer', queries: { 'half of them': latency(0.5), '95 %': latency(0.95) }, unit: 'ms' },
  {
    title: 'Attempts at jobs in five minutes',
    queries: { completed: jobs('completed'), failed: jobs('failed'), retried: jobs('retried') },
    unit: '1',
  },
  {
    title: 'Instances',
    queries: {
      '{{service_name}}': `sum by (service_name) (run_googleapis_com:container_instance_count{${ofServices}})`,
    },
    unit: '1',
  },
  {
    title: 'Processor of the instances, 95 %',
    queries: Object.fromEntries(
      ['api', 'worker'].map((name) => [
        name,
        `histogram_quantile(0.95, sum by (le) (rate(run_googleapis_com:container_cpu_utilizations_bucket{${ofRun(name)}}[5m])))`,
      ]),
    ),
    unit: '10^2.%',
  },
  {
    title: 'Memory of the instances, 95 %',
    queries: Object.fromEntries(
      ['api', 'worker'].map((name) => [
        name,
        `histogram_quantile(0.95, sum by (le) (rate(run_googleapis_com:container_memory_utilizations_bucket{${ofRun(name)}}[5m])))`,
      ]),
    ),
    unit: '10^2.%',
  },
  {
    title: 'Database',
    queries: { processor: sql('cpu_utilization'), memory: sql('memory_utilization'), disk: sql('disk_utilization') },
    unit: '10^2.%',
  },
  {
    title: 'Connections of the database',
    queries: {
      connections: `sum(cloudsql_googleapis_com:database_postgresql_num_backends{monitored_resource="cloudsql_database"})`,
    },
    unit: '1',
  },
]

const COLUMNS = 48
const WIDTH = 24
const HEIGHT = 16

/** The board of Cloud Monitoring: what is asked, how it is answered, the jobs, the machines. */
export function boardOf(project: string): object {
  return {
    displayName: `zerosec (${project})`,
    mosaicLayout: {
      columns: COLUMNS,
      tiles: CHARTS.map(({ title, queries, unit }, index) => ({
        xPos: (index % 2) * WIDTH,
        yPos: Math.floor(index / 2) * HEIGHT,
        width: WIDTH,
        height: HEIGHT,
        widget: {
          title,
          xyChart: {
            dataSets: Object.entries(queries).map(([legendTemplate, prometheusQuery]) => ({
              plotType: 'LINE',
              targetAxis: 'Y1',
              legendTemplate,
              timeSeriesQuery: { prometheusQuery, unitOverride: unit },
            })),
            yAxis: { scale: 'LINEAR' },
          },
        },
      })),
    },
  }
}
