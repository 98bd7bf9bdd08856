'use client'

import { MOST_ROWS, type ModelFileFormat, type ModelVersion } from '@zerosec/contract'
import Link from 'next/link'
import { choiceWords } from '../analysis-form/choice-words.ts'
import { formatBytes, formatInteger } from '../numbers/format.ts'
import { Fact, Facts, Hash } from './facts.tsx'
import { FileButtons } from './file-buttons.tsx'
import { ScoreList } from './score-list.tsx'
import { ShowAll, useFirst } from './show-all.tsx'
import { inputWords, outputRangeWords } from './signature-changes.ts'

const FORMATS: readonly { readonly format: ModelFileFormat; readonly label: string }[] = [
  { format: 'zsm', label: 'zerosec' },
  { format: 'onnx', label: 'ONNX' },
  { format: 'lightgbm', label: 'LightGBM' },
  { format: 'xgboost', label: 'XGBoost' },
]

/** Its own, and those that hold the whole model; where that is not known each may be tried. */
function formatsOf({ exports }: ModelVersion): typeof FORMATS {
  return FORMATS.filter(({ format }) => format === 'zsm' || (exports?.includes(format) ?? true))
}

/** What a version takes and gives, how good it was where it was made, and where it comes from. */
export function CardSection({ version }: { version: ModelVersion }) {
  const { signature, training } = version
  return (
    <section id="card" aria-labelledby="card-title">
      <h2 id="card-title" className="text-xl">
        Model card of version {version.version}
      </h2>
      <div className="mt-4 space-y-8">
        <SignatureTable signature={signature} />
        <ScoreList scores={training.scores} unit={signature.output.unit} />
        <div className="grid gap-8 md:grid-cols-2">
          <Origin version={version} />
          <Limits version={version} />
        </div>
        <FileButtons name={version.model_name} version={version.version} formats={formatsOf(version)} />
      </div>
    </section>
  )
}

const INPUTS_SHOWN = 20

function SignatureTable({ signature: { inputs, output } }: { signature: ModelVersion['signature'] }) {
  const { shown, showAll } = useFirst(inputs, INPUTS_SHOWN)
  return (
    <div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys */}
      <div className="scroll-box" tabIndex={0} role="region" aria-label="What it takes and gives">
        <table className="w-full text-sm" data-testid="signature">
          <caption className="pb-1 text-left font-medium">What it takes and gives</caption>
          <thead>
            <tr className="border-b border-line text-left text-ink-faint">
              <th scope="col" className="py-1.5 pr-4 font-medium">
                Column
              </th>
              <th scope="col" className="py-1.5 pr-4 font-medium">
                Kind
              </th>
              <th scope="col" className="py-1.5 font-medium">
                In the training rows
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {shown.map((input) => (
              <tr key={input.name}>
                <th scope="row" className="py-1.5 pr-4 text-left font-normal break-words">
                  {input.name}
                </th>
                <td className="py-1.5 pr-4 text-ink-soft">{input.kind}</td>
                <td className="py-1.5">
                  {inputWords(input)}
                  {input.derived_from !== undefined && (
                    <span className="block text-xs text-ink-faint">
                      calculated where left out: {input.derived_from}
                    </span>
                  )}
                </td>
              </tr>
            ))}
            <tr className="bg-sunken">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium break-words">
                {output.name}
              </th>
              <td className="py-1.5 pr-4 text-ink-soft">predicted {output.kind}</td>
              <td className="py-1.5">{outputRangeWords(output)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <ShowAll count={inputs.length} what="inputs" onShow={showAll} />
    </div>
  )
}

function Origin({ version }: { version: ModelVersion }) {
  const { training, job_id: jobId, sha256, size_bytes: bytes } = version
  return (
    <Facts title="Where it comes from">
      <Fact name="Model">{choiceWords(training.algorithm)}</Fact>
      <Fact name="Made by">
        {jobId ? (
          <>
            <Link
              href={`/job/?id=${jobId}`}
              className="text-accent underline underline-offset-2 hover:text-accent-strong"
            >
              a job and its report
            </Link>
            ,{' '}
            <Link
              href={`/job/?id=${jobId}#lineage`}
              className="text-accent underline underline-offset-2 hover:text-accent-strong"
            >
              with all before it
            </Link>
          </>
        ) : (
          'a file that was uploaded'
        )}
      </Fact>
      <Fact name="Training rows">{formatInteger(training.rows)}</Fact>
      <Fact name="Training table">
        <Hash text={training.table_sha256} />
      </Fact>
      <Fact name="Seed">{String(training.seed)}</Fact>
      <Fact name="zerosec">{training.version}</Fact>
      <Fact name="Model file">
        {formatBytes(bytes)}, <Hash text={sha256} />
      </Fact>
    </Facts>
  )
}

function Limits({ version: { signature, training } }: { version: ModelVersion }) {
  const { inputs } = signature
  const kinds = new Set(inputs.map(({ kind }) => kind))
  return (
    <div>
      <h3 className="text-base">Limits</h3>
      <ul className="mt-2 list-disc space-y-1 pl-5 text-sm text-ink-soft">
        <li>It learnt from {formatInteger(training.rows)} rows, and knows nothing beyond them.</li>
        {kinds.has('number') && (
          <li>Outside the ranges above it answers, and says “outside the data” where that is asked for (domain).</li>
        )}
        {kinds.has('category') && <li>A level that is not listed is predicted as not known, with a flag.</li>}
        {kinds.has('text') && <li>Of texts it knows the words of its training rows alone.</li>}
        <li>The scores are of rows like those of the training table. Watch the drift of what it is asked.</li>
        <li>
          A request takes {formatInteger(MOST_ROWS)} rows; more are streamed as CSV. One that is wrong fails alone.
        </li>
      </ul>
    </div>
  )
}
