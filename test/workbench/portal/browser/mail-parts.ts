/** A mail's HTML, taken apart as Outlook's service does it: the card in its script, and the body that stands beneath. */
export type MailParts = { readonly html: string; readonly card: Card | undefined; readonly hidesBody: boolean }

/** What Outlook reads of a card before it gives it to a renderer. */
export type Card = { readonly hideOriginalBody?: boolean; readonly [property: string]: unknown }

const scriptType = 'application/adaptivecard+json'

/**
 * Everything that could act is taken out before the body is shown in a frame that runs no scripts anyway: a mail is somebody else's
 * page in our window.
 */
export function mailParts(content: string, contentType: string): MailParts {
  if (contentType !== 'html') return { html: `<pre>${escaped(content)}</pre>`, card: undefined, hidesBody: false }
  const parsed = new DOMParser().parseFromString(content, 'text/html')
  const card = cardIn(parsed.querySelector(`script[type="${scriptType}"]`)?.textContent)
  for (const element of parsed.querySelectorAll('script, iframe, object, embed, form, link, meta, base')) element.remove()
  for (const element of parsed.querySelectorAll('*'))
    for (const { name, value } of [...element.attributes])
      if (/^on/i.test(name) || (/^(href|src|action|xlink:href)$/i.test(name) && !isHarmless(value))) element.removeAttribute(name)
  const styles = [...parsed.head.querySelectorAll('style')].map((style) => style.outerHTML).join('')
  return { html: styles + parsed.body.innerHTML, card, hidesBody: card?.hideOriginalBody === true }
}

const isHarmless = (address: string): boolean => /^(https?:|mailto:|data:image\/|cid:|#|\/)/i.test(address.trim())

/** A card that cannot be read is not shown, and the body says what to do: that is what Outlook does. */
function cardIn(text: string | null | undefined): Card | undefined {
  if (!text) return undefined
  try {
    const card: unknown = JSON.parse(text)
    return typeof card === 'object' && card !== null ? (card as Card) : undefined
  } catch {
    return undefined
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)

/** A frame of its own: no scripts, nothing from the network, and light, because mails are written for white paper. */
export const framed = (html: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">` +
  `<style>:root{color-scheme:light}body{margin:0;display:flow-root;font:14px/20px 'Segoe UI',system-ui,sans-serif;color:#242424;background:#fff;overflow-wrap:anywhere}` +
  `img,table{max-width:100%}a{color:#03787c}pre{white-space:pre-wrap;font:inherit}</style></head><body>${html}</body></html>`
