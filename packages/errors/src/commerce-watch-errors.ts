/** What alerts, saved views and scheduled reports of a shop can be refused with. Part of the one error table. */
export const COMMERCE_WATCH_ERRORS = {
  commerce_alert_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no alert "{alert}" in the workspace. It may have been deleted.',
  },
  commerce_alerts_full: {
    status: 409,
    exit: 2,
    text: 'A workspace has at most {limit} alerts. Delete one that nobody needs any more.',
  },
  commerce_recipient_invalid: {
    status: 422,
    exit: 2,
    text: 'Nothing can be sent to {recipient}: {problem}. Give another address.',
  },
  commerce_view_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no saved view "{view}" in the workspace. It may have been deleted.',
  },
  commerce_views_full: {
    status: 409,
    exit: 2,
    text: 'A workspace has at most {limit} saved views. Delete one that nobody needs any more.',
  },
  commerce_view_name_taken: {
    status: 409,
    exit: 2,
    text: 'There is a saved view of the name "{name}" already. Take another name, or delete that one.',
  },
  commerce_report_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no scheduled report "{report}" in the workspace. It may have been deleted.',
  },
  commerce_reports_full: {
    status: 409,
    exit: 2,
    text: 'A workspace has at most {limit} scheduled reports. Delete one that nobody needs any more.',
  },
} as const
