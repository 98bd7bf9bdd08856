import type { ModelVersion, PredictRequest, PredictResponse } from '@zerosec/contract'
import { useEffect, useRef } from 'react'
import { Notice } from '../controls/notice.tsx'
import { extended } from '../model/axis-range.ts'
import { PredictionStrip } from '../model/prediction-strip.tsx'
import type { Profile } from '../model/profile-store.ts'
import { predictionOf } from './answer-prediction.ts'
import { ContributionBars } from './contribution-bars.tsx'
import { factsOfVersion } from './service-port.ts'

type Row = PredictRequest['rows'][number]

interface AnswerPanelProps {
  readonly version: ModelVersion
  /** The row that was sent, and what came back; undefined: nothing yet. */
  readonly asked: { readonly row: Row; readonly answer: PredictResponse } | undefined
  /** The form says something else by now. */
  readonly isStale: boolean
  readonly problem: string | null
}

/** Pixels of an answer that tell that it is there. */
const IN_SIGHT = 120

/** The answer to the one row: value, interval, how far it may be believed, and what each input adds. */
export function AnswerPanel({ version, asked, isStale, problem }: AnswerPanelProps) {
  const answer = asked?.answer.predictions[0]
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // on a narrow page it comes below the form, out of sight of the button
    const panel = place.current
    if ((asked || problem !== null) && panel && panel.getBoundingClientRect().top > window.innerHeight - IN_SIGHT)
      panel.scrollIntoView({ block: 'start' })
  }, [asked, problem])
  return (
    <div
      ref={place}
      className="md:sticky md:top-14 md:self-start"
      data-testid="answer"
      data-version={asked?.answer.model_version}
    >
      {problem !== null && (
        <div className="mb-4">
          <Notice level="serious" title="No prediction" alert>
            {problem}
          </Notice>
        </div>
      )}
      {!asked && problem === null && (
        <p className="flex min-h-40 items-center justify-center rounded-lg border border-dashed border-line-strong px-6 text-center text-sm text-ink-faint">
          The prediction appears here, with its interval, how far it may be believed and what each input adds.
        </p>
      )}
      {asked && answer && (
        <div className={isStale ? 'opacity-55 transition-opacity' : 'transition-opacity'}>
          <PredictionStrip profile={profileOf(version, asked.row, answer)} inputs={[]} />
          {answer.contributions && (
            <ContributionBars contributions={answer.contributions} row={asked.row} output={version.signature.output} />
          )}
          {answer.contributions === null && (
            <p className="mt-3 text-sm text-ink-faint">This model does not tell what each input adds.</p>
          )}
        </div>
      )}
      {asked && (
        <p role="status" className="mt-3 text-xs text-ink-faint">
          {isStale
            ? 'The form has changed since: predict again.'
            : `Answered by version ${asked.answer.model_version}.`}
        </p>
      )}
    </div>
  )
}

/** As the live prediction of a job's page has it, with the one answer that there is. */
function profileOf(version: ModelVersion, row: Row, answer: PredictResponse['predictions'][number]): Profile {
  const prediction = predictionOf(answer, version.signature, row)
  const numbers =
    prediction.kind === 'number' && prediction.value !== null
      ? [prediction.value, prediction.interval?.low ?? prediction.value, prediction.interval?.high ?? prediction.value]
      : []
  return {
    settings: row,
    responses: [{ facts: factsOfVersion(version), prediction, curves: {}, range: extended(null, numbers) }],
    failure: null,
  }
}
