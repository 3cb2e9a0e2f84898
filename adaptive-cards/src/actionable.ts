/** Card JSON as Outlook takes it. */
export type Card = { readonly type: 'AdaptiveCard' } & Readonly<Record<string, unknown>>

/** What every card needs to be answered: our token, where to post, and who sends it (empty until the tenant has registered us). */
export type Ask = { readonly token: string; readonly answerUrl: string; readonly originator: string }

export const heading = (text: string) => ({ type: 'TextBlock', text, size: 'Large', weight: 'Bolder', wrap: true })
export const paragraph = (text: string) => ({ type: 'TextBlock', text, wrap: true })
export const label = (text: string) => ({ type: 'TextBlock', text, wrap: true, weight: 'Bolder', spacing: 'Medium' })

/** Outlook's Action.Http model is card version 1.0: inputs have no labels, so a text names each, and the server validates. */
export const choices = (
  id: string,
  options: readonly { readonly title: string; readonly value: string }[],
  placeholder: string,
) => ({
  type: 'Input.ChoiceSet',
  id,
  style: 'compact',
  placeholder,
  choices: options,
})

/** Posts an answer; `{{id.value}}` is filled in by Outlook with what the person chose. */
export const answerWith = (title: string, answerUrl: string, body: object) => ({
  type: 'Action.Http',
  title,
  method: 'POST',
  url: answerUrl,
  headers: [{ name: 'Content-Type', value: 'application/json' }],
  body: JSON.stringify(body),
})

export const card = (
  { originator }: Pick<Ask, 'originator'>,
  body: readonly object[],
  actions: readonly object[] = [],
): Card => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.0',
  hideOriginalBody: false,
  ...(originator === '' ? {} : { originator }),
  body,
  actions,
})
