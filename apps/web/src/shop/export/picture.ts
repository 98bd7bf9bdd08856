/** Elements that are for the hand, not for the eye. */
const LEFT_OUT = '[data-no-picture]'
const SCALE = 2
const MARGIN = 20
const SVG = 'http://www.w3.org/2000/svg'
const XHTML = 'http://www.w3.org/1999/xhtml'
/** Sides that every browser can draw. */
const LONGEST_SIDE = 16_384

/**
 * What an element looks like as a PNG, in the light colours whatever the page has, with the lines of what it is of below. The element is
 * cloned into an SVG with the page's own styles and the fonts that it uses, and that is drawn.
 */
export async function pictureOf(element: HTMLElement, facts: readonly string[], title?: string): Promise<Blob> {
  const width = element.offsetWidth + 2 * MARGIN
  const { content, height } = framed(element, facts, width, title)
  const svg = document.createElementNS(SVG, 'svg')
  // as wide as the window, so that what depends on its width looks as on the page
  svg.setAttribute('width', String(Math.max(width, innerWidth)))
  svg.setAttribute('height', String(height))
  svg.setAttribute('style', 'color-scheme: light')
  const style = document.createElementNS(SVG, 'style')
  style.textContent = await styleText()
  const frame = document.createElementNS(SVG, 'foreignObject')
  frame.setAttribute('width', String(width))
  frame.setAttribute('height', String(height))
  frame.append(content)
  svg.append(style, frame)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`
  await image.decode()
  return drawn(image, width, height)
}

/** The element's clone with its facts, and how high that is: it is laid out on the page, out of sight, to know. */
function framed(
  element: HTMLElement,
  facts: readonly string[],
  width: number,
  title: string | undefined,
): { content: HTMLElement; height: number } {
  const content = document.createElementNS(XHTML, 'div')
  content.setAttribute(
    'style',
    `width: ${width}px; padding: ${MARGIN}px; background: var(--paper); color: var(--ink); font-family: var(--font-sans); font-size: var(--text-base); line-height: 1.55; font-variant-numeric: tabular-nums lining-nums; box-sizing: border-box`,
  )
  const clone = element.cloneNode(true) as HTMLElement
  for (const part of clone.querySelectorAll(LEFT_OUT)) part.remove()
  const below = document.createElementNS(XHTML, 'p')
  below.setAttribute('style', 'margin-top: 10px; font-size: 11px; color: var(--ink-faint)')
  below.textContent = facts.join(' · ')
  const above = document.createElementNS(XHTML, 'h1')
  above.setAttribute('style', 'font-size: var(--text-2xl); margin-bottom: 12px')
  above.textContent = title ?? ''
  content.append(...(title === undefined ? [] : [above]), clone, below)
  const hidden = document.createElement('div')
  hidden.setAttribute('style', 'position: absolute; left: -100000px; top: 0; visibility: hidden')
  hidden.append(content)
  document.body.append(hidden)
  const height = content.offsetHeight
  hidden.remove()
  return { content, height }
}

async function drawn(image: HTMLImageElement, width: number, height: number): Promise<Blob> {
  const scale = Math.min(SCALE, LONGEST_SIDE / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser draws no pictures')
  context.scale(scale, scale)
  context.drawImage(image, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('this browser makes no PNG of so large a picture')
  return blob
}

/** All rules of the page; fonts that are in use with their bytes, as a picture can load nothing. */
async function styleText(): Promise<string> {
  const rules = [...document.styleSheets].flatMap(rulesOf)
  const inUse = new Set([...document.fonts].filter(({ status }) => status === 'loaded').map(faceKey))
  const faces = rules.filter((rule) => rule instanceof CSSFontFaceRule)
  const embedded = faces
    .filter(({ style }) =>
      inUse.has(
        faceKey({
          family: style.getPropertyValue('font-family'),
          weight: style.getPropertyValue('font-weight') || '400',
          style: style.getPropertyValue('font-style') || 'normal',
          unicodeRange: style.getPropertyValue('unicode-range'),
        }),
      ),
    )
    .map(embeddedFace)
  const others = rules.filter((rule) => !(rule instanceof CSSFontFaceRule)).map(({ cssText }) => cssText)
  return [...(await Promise.all(embedded)), ...others].join('\n')
}

function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules]
  } catch {
    return [] // of another origin: an extension of the browser
  }
}

type Face = Pick<FontFace, 'family' | 'weight' | 'style' | 'unicodeRange'>

function faceKey({ family, weight, style, unicodeRange }: Face): string {
  return [family.replaceAll(/["']/g, ''), weight, style, unicodeRange.toUpperCase().replaceAll(/\s/g, '')].join('|')
}

async function embeddedFace(rule: CSSFontFaceRule): Promise<string> {
  const source = rule.style.getPropertyValue('src')
  const [, path] = /url\(["']?([^"')]+)["']?\)/.exec(source) ?? []
  if (path === undefined || path.startsWith('data:')) return rule.cssText
  const base = rule.parentStyleSheet?.href ?? document.baseURI
  const bytes = new Uint8Array(await (await fetch(new URL(path, base))).arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return rule.cssText.replace(source, `url(data:font/woff2;base64,${btoa(text)}) format("woff2")`)
}
