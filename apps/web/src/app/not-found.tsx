import { LinkButton } from '../controls/button.tsx'

export default function NotFound() {
  return (
    <section className="max-w-xl pt-24">
      <p className="font-mono text-ink-faint">404</p>
      <h1 className="mt-2 text-2xl">There is no page at this address</h1>
      <div className="mt-6 flex gap-3">
        <LinkButton look="primary" href="/">
          New analysis
        </LinkButton>
        <LinkButton href="/jobs/">All jobs</LinkButton>
      </div>
    </section>
  )
}
