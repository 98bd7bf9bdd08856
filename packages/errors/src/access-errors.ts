/** What is told to whoever may not. Part of the one error table. */
export const ACCESS_ERRORS = {
  credentials_missing: {
    status: 401,
    exit: 2,
    text: 'This call needs a key. Send it as "Authorization: Bearer <key>"; zerosec keys create makes one. A browser signs in by the link that zerosec start prints.',
  },
  credentials_refused: {
    status: 401,
    exit: 2,
    text: 'The credentials are not accepted: {problem}. Use others, or ask an administrator for a new key.',
  },
  scope_missing: {
    status: 403,
    exit: 2,
    text: 'This call needs the scope "{needed}", and yours is "{scope}". Ask an administrator for a key that has it.',
  },
  workspace_refused: {
    status: 403,
    exit: 2,
    text: 'Keys of the workspace {workspace} are managed by its own administrators. Leave workspace_id out, or use zerosec keys on the machine itself.',
  },
  cross_site_refused: {
    status: 403,
    exit: 2,
    text: "A browser's session changes nothing from another site's page. Use the page of this service, or send a key.",
  },
  key_unknown: {
    status: 404,
    exit: 2,
    text: 'There is no key {key_id}. GET /api/v1/keys, or zerosec keys list, lists the keys.',
  },
  issuer_unavailable: {
    status: 503,
    exit: 1,
    text: "The token can't be checked, as its issuer {issuer} does not answer: {problem}. Try again in a moment.",
  },
  platform_not_reached: {
    status: 503,
    exit: 1,
    text: 'The platform that holds the data folder {folder} does not answer: {problem}. Wait until it has started, or stop it.',
  },
} as const
