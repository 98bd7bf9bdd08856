/** The model of sentiment that ships, a file for `openSentiment`, and its card in JSON. `npm run sentiment` makes both. */
export const SENTIMENT_MODEL = new URL('../shipped/sentiment.zsm', import.meta.url)
export const SENTIMENT_CARD = new URL('../shipped/sentiment.json', import.meta.url)
