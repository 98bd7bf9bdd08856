import { afterAll, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { ShopFolder } from '../../test/shop-folder.ts'
import { loadFiles } from '../load/load-files.ts'
import { presetText } from '../mapping/presets.ts'
import { runQuery } from '../query/run-query.ts'
import { openSnapshot } from '../snapshots/open-snapshot.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import { metricAnomalies } from './metric-anomalies.ts'

const shop = new ShopFolder()
afterAll(() => shop.remove())

describeWithReferenceData('a year of Olist', () => {
  it('has one day of unusually many orders, Black Friday, and two that the lorry drivers’ strike and the end of the data left empty', async () => {
    await loadFiles(shop.place, {
      paths: [referencePath('commerce/olist-sample')],
      mapping: await presetText('olist'),
    })
    const { connection, close } = await openSnapshot(shop.place)
    const warehouse = duckdbWarehouse([connection])
    const judged = (request: { from: string; to: string; metrics: string[] }) =>
      metricAnomalies((query) => runQuery(warehouse, query), request)
    const { series, buckets } = await judged({
      from: '2017-09-01',
      to: '2018-09-01',
      metrics: ['orders', 'gross_sales'],
    })
    const days = series.map(({ anomalies }) => anomalies.map(({ bucket, direction }) => [bucket, direction]))
    expect(days).toEqual([
      [
        ['2017-11-24', 'above'],
        ['2018-05-23', 'below'],
        ['2018-08-28', 'below'],
      ],
      [['2017-11-24', 'above']],
    ])
    expect(series[0]?.anomalies[0]?.sentence).toMatch(
      /^Orders on Friday.? 24 November 2017: 75\. By the eight weeks before/,
    )
    expect([buckets.length, buckets[0]]).toEqual([365, '2017-09-01'])
    // what is judged does not depend on the range that it is shown in
    const month = await judged({ from: '2017-11-01', to: '2017-12-01', metrics: ['orders'] })
    expect(month.series[0]?.anomalies).toEqual(series[0]?.anomalies.slice(0, 1))
    const early = await judged({ from: '2016-09-04', to: '2016-09-20', metrics: ['orders'] })
    expect(early.series[0]?.status).toBe('not_enough_history')
    close()
  })
})
