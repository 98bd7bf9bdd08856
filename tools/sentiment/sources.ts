/** What the model and its card say of where they come from, and of what they are not for. */

/** Where they lie, by their paths from the root. */
export const MODEL_PATH = 'packages/model/shipped/sentiment.zsm'
export const CARD_PATH = 'packages/model/shipped/sentiment.json'

export const TITLE = 'Sentiment of English sentences from reviews'
export const LANGUAGE = 'en'

export const SENTENCES = {
  source:
    'Sentiment Labelled Sentences, UCI Machine Learning Repository: Kotzias, Denil, de Freitas & Smyth, From Group to Individual Labels using Deep Features, KDD 2015',
  licence: 'CC BY 4.0',
} as const

export const LEXICON = {
  title: 'VADER lexicon',
  source:
    'Hutto & Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM 2014, as in vader-sentiment 1.1.3',
  licence: 'MIT, Copyright (c) 2016 C.J. Hutto',
} as const

/** Of the sentences: the file follows from them, whenever it is made. */
export const DATA_DATE = '2015'

export const LIMITS: readonly string[] = [
  'English only. A text in another language is neutral, unless a quarter of its words are English ones.',
  'Sentences of reviews with a clear opinion: of matters of fact, questions and news it has seen none, and calls most of them negative or positive, some of them surely.',
  'Irony, comparisons ("better than nothing", "I could not be happier") and what is meant but not said are beyond it.',
  'A negation turns the three words after it around, by three quarters of what they say, and says something itself: "not good" is surer than "not bad", and "no complaints" is still taken for a complaint.',
  'Numbers, signs and pictographs (10/10, ???, 😀) are no words: a text of them alone is neutral.',
  'A long text has one sentiment here; of several opinions the words together decide. 20,000 characters are read.',
  'Texts of one or two words are told by these words alone.',
  'It says what the words of a text express, not what is true of a product or a person; it is not made for decisions about people.',
]
