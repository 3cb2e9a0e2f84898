import * as React from 'react'
import type { DateForm } from './dates'
import { useDates } from './language'

const zone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** A moment in the reader's own time zone; the zone is in the tooltip for whoever travels. */
export function DateText({ on, until, form = 'day' }: { on: string; until?: string; form?: DateForm }): React.ReactElement {
  const dates = useDates()
  return (
    <time dateTime={on} title={zone()}>
      {until ? dates.range(on, until) : dates.show(on, form)}
    </time>
  )
}

/** A sentence of the server with its instants in the reader's time zone. */
export function Sentence({ text }: { text: string }): React.ReactElement {
  return <>{useDates().inSentence(text)}</>
}
