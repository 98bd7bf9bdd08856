'use client'

import { plural } from '../numbers/format.ts'
import { type CriterionChoice, type ModelChoice } from './plan-draft.ts'
import { PlanChoice, PlanField, type PlanInputProps, PlanText, problemOf } from './plan-field.tsx'

const PROCESS_MODEL_WORDS: Partial<Record<ModelChoice, string>> = {
  main: 'Main effects',
  interactions: 'Interactions',
  quadratic: 'Quadratic',
  formula: 'Formula',
}

/** Third order is what mixtures are described by. */
const MODEL_WORDS: Partial<Record<ModelChoice, string>> = {
  main: 'Main effects',
  interactions: 'Interactions',
  quadratic: 'Quadratic',
  special_cubic: 'Special cubic',
  cubic: 'Cubic',
  formula: 'Formula',
}

const MODEL_ABOUT: Readonly<Record<ModelChoice, string>> = {
  main: 'What each factor does by itself: the fewest runs.',
  interactions: 'And how the effect of one factor depends on another.',
  quadratic: 'And curvature, so that an optimum inside the ranges is found.',
  special_cubic: 'And products of three: the usual model of a mixture.',
  cubic: 'Everything up to third order: many runs.',
  formula: 'Terms of your own: + between terms, : for a product, I(a^2) for a square.',
}

const CRITERION_WORDS: Readonly<Record<CriterionChoice, string>> = { D: 'D', I: 'I', A: 'A', G: 'G', E: 'E' }

const CRITERION_ABOUT: Readonly<Record<CriterionChoice, string>> = {
  D: 'Precise coefficients: which factors matter.',
  I: 'Precise predictions on average: finding the best setting.',
  A: 'Small variances of the coefficients on average.',
  G: 'Precise predictions also in the worst place.',
  E: 'The least certain combination of coefficients as certain as possible.',
}

interface ModelSettingsProps extends PlanInputProps {
  /** p; null while the factors or the model can't be read. */
  readonly coefficients: number | null
  /** What is wrong with the model as a whole, in the engine's words. */
  readonly modelProblem?: string | undefined
}

/** What the runs have to tell, how many there are, and what makes them good. */
export function ModelSettings({ coefficients, modelProblem, ...input }: ModelSettingsProps) {
  const { plan, problems, onChange } = input
  const isThirdOrder = plan.model === 'cubic' || plan.model === 'special_cubic'
  const offersThirdOrder = isThirdOrder || plan.factors.some(({ type }) => type === 'mixture')
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      <div className="min-w-0 lg:col-span-2">
        <PlanField
          id="plan-model"
          title="Model"
          about={MODEL_ABOUT[plan.model]}
          problem={modelProblem ?? problemOf(problems, 'formula')}
          labels={false}
        >
          <PlanChoice
            id="plan-model"
            words={offersThirdOrder ? MODEL_WORDS : PROCESS_MODEL_WORDS}
            chosen={plan.model}
            onChoose={(model) => onChange({ ...plan, model })}
          />
          {plan.model === 'formula' && (
            <input
              type="text"
              aria-label="The model as a formula"
              aria-describedby="plan-model-about"
              autoComplete="off"
              spellCheck={false}
              placeholder="a + b + a:b + I(a^2)"
              value={plan.formula}
              onChange={(event) => onChange({ ...plan, formula: event.target.value })}
              className="field mt-2 max-w-xl font-mono text-sm"
            />
          )}
        </PlanField>
      </div>
      <PlanText
        {...input}
        field="runs"
        title="Number of runs"
        about={
          coefficients === null
            ? 'As many as you can afford.'
            : `The model has ${plural(coefficients, 'coefficient')}: at least ${plural(coefficients, 'run')}, better ${formatRange(coefficients)}.`
        }
      />
      <PlanField id="plan-criterion" title="Criterion" about={CRITERION_ABOUT[plan.criterion]} labels={false}>
        <PlanChoice
          id="plan-criterion"
          words={CRITERION_WORDS}
          chosen={plan.criterion}
          onChoose={(criterion) => onChange({ ...plan, criterion })}
        />
      </PlanField>
    </div>
  )
}

/** A few runs more than coefficients leave an estimate of the noise. */
function formatRange(coefficients: number): string {
  return `${coefficients + 3} to ${Math.ceil(coefficients * 1.5) + 3}`
}
