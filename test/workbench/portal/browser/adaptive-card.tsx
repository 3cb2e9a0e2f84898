import * as React from 'react'
import { useEffect, useRef, useState } from 'react'
import { AdaptiveCard, GlobalRegistry, HostConfig, HttpAction, OpenUrlAction, type Action } from 'adaptivecards'
import type { CardActionRequest, CardActionResult } from '../protocol.js'
import { hostConfig } from './card-look.js'
import type { Card } from './mail-parts.js'
import { fetchJson } from './reach.js'

export type LiveCardProps = { readonly card: Card; readonly person: string; readonly onLink: (address: string) => void }

type Answer = { readonly tone: 'doing' | 'done' | 'failed'; readonly text: string }

// Outlook's own action; other hosts have none such, so the library leaves it out unless asked.
GlobalRegistry.defaultActions.register(HttpAction.JsonTypeName, HttpAction)
// Cards for Outlook keep to plain text; the library would complain about each that it cannot make bold.
AdaptiveCard.onProcessMarkdown = (text, result) => {
  const plain = document.createElement('span')
  plain.textContent = text
  result.outputHtml = plain.innerHTML
  result.didProcess = true
}

/** An actionable card as Outlook runs it: the answer goes out in the reader's name, and what comes back is said and shown. */
export function LiveCard({ card, person, onLink }: LiveCardProps): React.ReactElement {
  const place = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<Card>(card)
  const [answer, setAnswer] = useState<Answer>()
  const [unreadable, setUnreadable] = useState<string>()

  useEffect(() => {
    setShown(card)
    setAnswer(undefined)
  }, [card])

  useEffect(() => {
    const execute = async (action: Action): Promise<void> => {
      if (action instanceof OpenUrlAction) return onLink(action.url ?? '')
      if (!(action instanceof HttpAction))
        return setAnswer({ tone: 'failed', text: `Outlook does not know the action ${action.getJsonTypeName()}.` })
      setAnswer({ tone: 'doing', text: 'Sending your answer …' })
      const result = await send(person, action)
      if (result.card) setShown(result.card)
      setAnswer({
        tone: result.ok ? 'done' : 'failed',
        text: result.message ?? (result.ok ? 'The action completed successfully.' : couldNot(result.status)),
      })
    }
    const renderer = new AdaptiveCard()
    renderer.hostConfig = new HostConfig(hostConfig)
    renderer.onExecuteAction = (action) =>
      void execute(action).catch((error: unknown) =>
        setAnswer({ tone: 'failed', text: error instanceof Error ? error.message : String(error) }),
      )
    try {
      renderer.parse(shown)
      const element = renderer.render()
      if (!element) throw new Error('the renderer drew nothing')
      nameInputs(element)
      place.current?.replaceChildren(element)
      setUnreadable(undefined)
    } catch (error) {
      place.current?.replaceChildren()
      setUnreadable(error instanceof Error ? error.message : String(error))
    }
  }, [shown, person])

  return (
    <section className="card" aria-label="Card you can answer here">
      <div ref={place} />
      {unreadable && <p className="card-answer failed-tone">This card cannot be shown: {unreadable}.</p>}
      <p className={`card-answer ${answer ? `${answer.tone}-tone` : ''}`} role="status">
        {answer?.text}
      </p>
    </section>
  )
}

const couldNot = (status: number): string => `The action could not be completed (${status}). Please try again later.`

/** The library has put the inputs' values into address and body by now; a header may have been meant for them, too. */
async function send(person: string, action: HttpAction): Promise<CardActionResult> {
  const request: CardActionRequest = {
    person,
    method: (action.method ?? 'GET').toUpperCase(),
    url: action.url ?? '',
    body: action.body ?? '',
    headers: Object.fromEntries((action.headers ?? []).map((header) => [header.name, header.value ?? ''])),
  }
  return fetchJson<CardActionResult>('/outlook/actions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
}

/** Cards of version 1.0 know no labels: the text before an input is its name, so we tell that to screen readers as Outlook does. */
function nameInputs(card: HTMLElement): void {
  for (const input of card.querySelectorAll('input, select, textarea')) {
    if (input.getAttribute('aria-label') || input.getAttribute('aria-labelledby') || input.closest('label')) continue
    const text = textBefore(input, card)
    if (text) input.setAttribute('aria-label', text)
  }
}

function textBefore(element: Element, card: Element): string | undefined {
  for (let at: Element | null = element; at && at !== card; at = at.previousElementSibling ?? at.parentElement) {
    const text = at.contains(element) ? undefined : at.textContent?.trim()
    if (text) return text
  }
  return undefined
}
