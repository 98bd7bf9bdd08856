import { LinkButton } from '../controls/button.tsx'
import { SENTIMENT_ADDRESS } from './model-address.ts'

/** Before anything was registered: how to, and a model to try meanwhile. */
export function NoModels() {
  return (
    <div className="mt-5 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      <p className="font-medium">No models are registered yet</p>
      <p className="mx-auto mt-1 max-w-prose text-sm text-ink-soft">
        Run an analysis that models something, and register its model from the downloads of its report; or where zerosec
        runs:
      </p>
      <pre className="mx-auto mt-3 w-fit max-w-full overflow-x-auto rounded-md bg-sunken px-4 py-2 text-left font-mono text-xs leading-6">
        npx zerosec models register &lt;name&gt; &lt;model.zsm&gt;
      </pre>
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        <LinkButton look="primary" href="/">
          New analysis
        </LinkButton>
        <LinkButton href="/jobs/?status=completed">Completed jobs</LinkButton>
        <LinkButton href={SENTIMENT_ADDRESS}>Try the one that is there</LinkButton>
      </div>
    </div>
  )
}
