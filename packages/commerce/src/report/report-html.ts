import type { CommerceReportText } from '@zerosec/contract'
import { escaped } from '../wording/escaped.ts'
import { deltaWords, numberWords, rangeWords } from '../wording/number-words.ts'
import { chartSvg } from './chart-svg.ts'
import type { KeyFigure, ReportData, Split } from './read-report.ts'

export interface ReportToWrite {
  readonly text: CommerceReportText
  readonly data: ReportData
  /** To the page; null where its address is not known. */
  readonly link: string | null
}

const COMPARED: Readonly<Record<CommerceReportText['comparison'], string>> = {
  previous: 'compared with',
  previous_year_weekday: 'compared with the same weekdays of the year before,',
  previous_year_calendar: 'compared with the same dates of the year before,',
}

/** The title of a report's period. */
export function reportTitle({ text, data }: Pick<ReportToWrite, 'text' | 'data'>): string {
  return `${text.name}: ${rangeWords(data.period.from, data.period.to)}`
}

/** A report as one page: no script, no file beside it, and printed as it is shown. All that is not ours is escaped. */
export function reportHtml({ text, data, link }: ReportToWrite): string {
  const { period, previous } = data
  const compared = previous ? `, ${COMPARED[text.comparison]} ${rangeWords(previous.from, previous.to)}` : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escaped(reportTitle({ text, data }))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(text.name)}</h1>
<p class="lead">${escaped(rangeWords(period.from, period.to))}<span>${escaped(compared)}</span></p>
${filterWords(text)}
</header>
<section aria-label="Key figures" class="figures">${data.figures.map((figure) => figureHtml(figure, data)).join('')}</section>
${unusualHtml(data)}
<section class="charts" aria-label="Over time">${data.charts.series
    .map(
      (series) =>
        `<figure><figcaption>${escaped(series.label)}${series.status === 'judged' ? ' <small>grey: what was to be expected</small>' : ''}</figcaption>${chartSvg(series, data.charts)}</figure>`,
    )
    .join('')}</section>
<section class="splits">${data.splits.map((split) => splitHtml(split, data)).join('')}</section>
${footerHtml(data, link)}
</main>
</body>
</html>
`
}

/** The same in a few lines, for mail programs that show no HTML. */
export function reportPlainText({ text, data, link }: ReportToWrite): string {
  const figures = data.figures.map((figure) => {
    const delta = figure.delta === null ? '' : ` (${signed(figure)})`
    return `${figure.label}: ${figureWords(figure, data)}${delta}`
  })
  const parts = [reportTitle({ text, data }), figures.join('\n'), data.unusual.join('\n'), link ?? '']
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function figureHtml(figure: KeyFigure, data: ReportData): string {
  const { label, delta, riseIs, before, unit } = figure
  const tone =
    delta === null || delta === 0 || riseIs === 'neither' ? '' : delta > 0 === (riseIs === 'good') ? 'good' : 'bad'
  const from = before === null ? '' : ` from ${numberWords(before, { unit, currency: null })}`
  const change =
    delta === null
      ? '<small>no earlier value</small>'
      : `<small><b class="${tone}">${signed(figure)}</b>${escaped(from)}</small>`
  const [number = '', currency = ''] = figureWords(figure, data).split(/(?= [A-Z]{3}$)/)
  const written = `${escaped(number)}${currency === '' ? '' : `<span>${escaped(currency)}</span>`}`
  return `<div><h2>${escaped(label)}</h2><p>${written}</p>${change}</div>`
}

function figureWords({ value, unit }: KeyFigure, { currency }: ReportData): string {
  return value === null ? '–' : numberWords(value, { unit, currency })
}

/** With an arrow beside the colour, so that it is told without it. */
function signed({ delta, unit }: Pick<KeyFigure, 'delta' | 'unit'>): string {
  if (delta === null) return ''
  return `${delta > 0 ? '▲' : delta < 0 ? '▼' : '='} ${deltaWords(delta, unit)}`
}

function unusualHtml({ unusual, charts }: ReportData): string {
  const isUnknown = charts.series.every(({ status }) => status === 'not_enough_history')
  if (isUnknown) return '<p class="note">There is not enough history yet to tell what is unusual.</p>'
  if (unusual.length === 0) return '<p class="note">Nothing unusual.</p>'
  return `<section class="unusual"><h2>Unusual</h2><ul>${unusual.map((sentence) => `<li>${escaped(sentence)}</li>`).join('')}</ul></section>`
}

function splitHtml({ label, rows, others }: Split, { currency }: ReportData): string {
  const largest = Math.max(1, ...rows.map(({ value }) => value ?? 0))
  const body = rows.map(({ name, value, delta }) => {
    const width = ((Math.max(0, value ?? 0) / largest) * 100).toFixed(1)
    const change = signed({ delta, unit: 'money' })
    return `<tr><th scope="row"><span class="bar" style="width:${width}%"></span><span>${escaped(name ?? 'not known')}</span></th><td>${value === null ? '–' : escaped(numberWords(value, { unit: 'money', currency: null }))}</td><td>${escaped(change)}</td></tr>`
  })
  const more = others > 0 ? `<p class="note">and ${others} more</p>` : ''
  return `<div><h2>Net sales by ${escaped(label.toLowerCase())}${currency === null ? '' : ` (${escaped(currency)})`}</h2><table><tbody>${body.join('')}</tbody></table>${more}</div>`
}

function filterWords({ filters }: CommerceReportText): string {
  if (filters.length === 0) return ''
  const words = filters.map((filter) => {
    if (filter.is === 'in' || filter.is === 'not_in') {
      return `${filter.dimension}${filter.is === 'in' ? ':' : ' not'} ${filter.values.join(' or ')}`
    }
    if (filter.is === 'range') return `${filter.dimension} from ${filter.from ?? 'any'} to ${filter.to ?? 'any'}`
    return `${filter.is === 'null' ? 'no' : 'any'} ${filter.dimension}`
  })
  return `<p class="note">Only ${escaped(words.join(', '))}.</p>`
}

function footerHtml({ lastKnown, timeZone, currency, snapshotId, excluded }: ReportData, link: string | null): string {
  const left = excluded
    .filter(({ rows }) => rows > 0)
    .map(({ of, reason, rows }) => `${rows.toLocaleString('en')} ${of} (${reason.replaceAll('_', ' ')})`)
  const facts = [
    `Data up to ${lastKnown}`,
    timeZone === null ? '' : `days of ${timeZone}`,
    currency ?? '',
    `snapshot ${snapshotId}`,
    left.length === 0 ? '' : `not counted: ${left.join(', ')}`,
  ]
  const page = link === null ? '' : `<p><a href="${escaped(link)}">Show this period on the page</a></p>`
  return `<footer>${page}<p>${escaped(facts.filter((fact) => fact !== '').join(' · '))}</p></footer>`
}

const STYLE = `
*{box-sizing:border-box}body{margin:0;background:#fff;color:#1b2733;font:15px/1.45 system-ui,-apple-system,"Segoe UI","Noto Sans JP",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:860px;margin:0 auto;padding:32px 20px}
h1{font-size:24px;line-height:1.2;margin:0 0 4px}figcaption small{font-weight:400}h2,figcaption{font-size:13px;font-weight:600;color:#596673;margin:0 0 4px}
.lead{margin:0;font-size:17px}.lead span{color:#596673}.note{color:#596673;font-size:13px;margin:12px 0}
.figures{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:1px;background:#d9dfe5;border:1px solid #d9dfe5;border-radius:8px;overflow:hidden;margin:20px 0}
.figures div{background:#fff;padding:12px 14px}.figures p{font-size:20px;line-height:1.2;font-weight:600;margin:0;overflow-wrap:anywhere}.figures p span{font-size:12px;font-weight:400;color:#596673}.figures small{color:#596673;font-size:12px}
.good{color:#0b6b4b}.bad{color:#b03a00}b{font-weight:600}
.unusual{border-left:3px solid #b84a00;padding:2px 0 2px 14px;margin:20px 0}.unusual ul{margin:0;padding-left:18px}
.charts,.splits{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px;margin:20px 0}figure{margin:0}svg{display:block;width:100%;height:auto}
table{width:100%;border-collapse:collapse;font-size:13px}th,td{padding:5px 0;border-bottom:1px solid #e9edf1;text-align:right;font-weight:400;white-space:nowrap}td{padding-left:12px}
th{position:relative;text-align:left;width:55%;max-width:0;overflow:hidden;text-overflow:ellipsis}th span{position:relative}th .bar{position:absolute;left:0;top:3px;bottom:3px;background:#dcebf5;border-radius:2px}
footer{border-top:1px solid #d9dfe5;margin-top:28px;padding-top:12px;color:#596673;font-size:12px;overflow-wrap:anywhere}footer p{margin:0 0 6px}a{color:#0067a8}
@media (max-width:600px){main{padding:20px 16px}.figures{grid-template-columns:repeat(2,minmax(0,1fr))}.charts,.splits{grid-template-columns:minmax(0,1fr)}}
@media print{main{max-width:none;padding:0}.figures div,figure,.splits>div{break-inside:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{margin:14mm}}
`
