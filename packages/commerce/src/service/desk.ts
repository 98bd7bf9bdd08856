import { ScheduledReports } from '../report/scheduled-reports.ts'
import { SavedViews } from '../views/saved-views.ts'
import { type AlertSettings, Alerts } from '../watch/alerts.ts'
import type { Shop } from './shop.ts'

/** What the people of a workspace have set up around its shop. */
export class Desk {
  readonly alerts: Alerts
  readonly reports: ScheduledReports
  readonly views: SavedViews

  constructor(shop: Shop, settings: AlertSettings) {
    this.alerts = new Alerts(shop, settings)
    this.reports = new ScheduledReports(shop, settings)
    this.views = new SavedViews(shop.place)
  }
}
