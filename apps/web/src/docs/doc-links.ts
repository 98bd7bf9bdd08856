/** Where a link or a picture of the docs leads in the product; nothing where it leads to a file of the repository. */
export function pageAddress(href: string): string | undefined {
  if (/^(https?:\/\/|#|\/)/.test(href)) return href
  const [, name, place = ''] = /^([\w-]+)\.md(#.*)?$/.exec(href) ?? []
  return name === undefined ? undefined : `/guide/${name}/${place}`
}

export function pictureAddress(href: string): string | undefined {
  const [, name] = /^pictures\/([\w-]+\.(?:svg|png))$/.exec(href) ?? []
  return name === undefined ? undefined : `/guide/pictures/${name}`
}
