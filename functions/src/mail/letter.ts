/** What a mail is made of. Every mail can be read without a card: the button leads to the same question on the page. */
export type LetterParts = {
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly points?: readonly string[]
  readonly button?: { readonly label: string; readonly url: string } | undefined
  readonly foot: string
  /** An actionable card for Outlook, as an object. */
  readonly card?: object | undefined
}

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** `<` inside the JSON would end the script element early. */
const scriptSafe = (card: object) => JSON.stringify(card).replace(/</g, '\\u003c')

/** One column, system fonts, no pictures to load: legible in every client, on paper and by a screen reader. */
export function letterHtml({ heading, paragraphs, points = [], button, foot, card }: LetterParts): string {
  const script = card ? `<script type="application/adaptivecard+json">${scriptSafe(card)}</script>` : ''
  const list =
    points.length > 0
      ? `<ul style="padding-left:20px;margin:0 0 16px">${points.map((point) => `<li style="margin:0 0 8px">${escaped(point)}</li>`).join('')}</ul>`
      : ''
  const link = button
    ? `<p style="margin:24px 0"><a href="${escaped(button.url)}" style="background:#0f6cbd;color:#ffffff;padding:10px 20px;border-radius:4px;text-decoration:none;font-weight:600">${escaped(button.label)}</a></p>`
    : ''
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">${script}</head><body style="font-family:'Segoe UI',Arial,sans-serif;font-size:15px;line-height:1.5;color:#242424;max-width:600px">
<h1 style="font-size:20px;margin:0 0 16px">${escaped(heading)}</h1>
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escaped(paragraph)}</p>`).join('\n')}
${list}${link}
<p style="font-size:13px;color:#616161;margin:24px 0 0">${escaped(foot)}</p>
</body></html>`
}
