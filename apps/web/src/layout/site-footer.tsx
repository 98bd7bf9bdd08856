/** What a phone's header has no room for. */
export function SiteFooter() {
  return (
    <footer className="border-t border-line">
      <nav aria-label="About" className="mx-auto flex max-w-6xl gap-5 px-4 py-5 text-sm text-ink-soft sm:px-6">
        <a href="/guide/" className="transition-colors hover:text-ink">
          Docs
        </a>
        <a href="/docs" className="transition-colors hover:text-ink">
          API
        </a>
      </nav>
    </footer>
  )
}
