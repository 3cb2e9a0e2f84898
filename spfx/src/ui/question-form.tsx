import * as React from 'react'
import { MainButton, LinkButton, QuietButton } from './buttons'
import { Card, Rule } from './card'
import type { Failure } from './api'
import { useSay } from './language'
import { Column, Row } from './layout'
import { FailureNotice, Notice } from './states'
import { at, classes, styles } from './styles'
import { FocusHeading, Text } from './text'

const useForm = styles(({ palette: p }) => ({
  bars: { display: 'flex', gap: 4 },
  bar: {
    flex: 1,
    height: 4,
    borderRadius: 2,
    background: p.neutralTertiaryAlt,
    selectors: { [at.forced]: { background: 'GrayText' } },
  },
  barOn: { background: p.themePrimary, selectors: { [at.forced]: { background: 'Highlight' } } },
  buttons: {
    display: 'flex',
    gap: 8,
    flexWrap: 'wrap',
    selectors: { [at.narrow]: { flexDirection: 'column', alignItems: 'stretch' } },
  },
}))

export type QuestionScreen = {
  readonly key: string
  readonly title: string
  readonly about?: string
  readonly body: React.ReactNode
  /** Why one cannot go on yet; said only once the person tries to. */
  readonly missing?: string | undefined
}

type QuestionFormProps = {
  /** The name of the whole, such as "Volunteer". */
  name: string
  screens: readonly QuestionScreen[]
  send: string
  busy: boolean
  failure: Failure | undefined
  onSend: () => void
  onLeave: () => void
  /** Who can read the answers. */
  foot?: React.ReactNode
}

/** One question group a screen. Going back loses nothing; nothing leaves the page before the last button. */
export function QuestionForm({
  name,
  screens,
  send,
  busy,
  failure,
  onSend,
  onLeave,
  foot,
}: QuestionFormProps): React.ReactElement | null {
  const say = useSay()
  const c = useForm()
  const [index, setIndex] = React.useState(0)
  const [tried, setTried] = React.useState(false)
  const screen = screens[Math.min(index, screens.length - 1)]
  if (!screen) return null
  const last = index >= screens.length - 1
  const go = (to: number): void => {
    setTried(false)
    setIndex(to)
  }
  const forward = (event: React.FormEvent): void => {
    event.preventDefault()
    if (busy) return
    if (screen.missing) setTried(true)
    else if (last) onSend()
    else go(index + 1)
  }
  return (
    <Card>
      <form onSubmit={forward} noValidate aria-label={name}>
        <Column gap={20}>
          <Row justify="space-between" align="center" gap={4} wrap>
            <Text size="label" tone="accent">
              {screens.length > 1 ? say('page.ui.form.progress', { name, number: index + 1, total: screens.length }) : name}
            </Text>
            <LinkButton text={say('page.ui.form.leave')} onClick={onLeave} small />
          </Row>
          {screens.length > 1 && (
            <div className={c.bars} aria-hidden="true">
              {screens.map(({ key }, at) => (
                <span key={key} className={classes(c.bar, at <= index && c.barOn)} />
              ))}
            </div>
          )}
          <Column gap={4}>
            <FocusHeading focus={screen.key}>{screen.title}</FocusHeading>
            {screen.about && <Text tone="subtle">{screen.about}</Text>}
          </Column>
          {screen.body}
          {tried && screen.missing && <Notice tone="bad">{screen.missing}</Notice>}
          <FailureNotice failure={failure} />
          <div className={c.buttons}>
            <MainButton big submit busy={busy} text={busy ? say('page.ui.sending') : last ? send : say('page.ui.form.next')} />
            {index > 0 && <QuietButton big text={say('page.ui.form.back')} onClick={() => go(index - 1)} />}
          </div>
          {foot && (
            <>
              <Rule />
              {foot}
            </>
          )}
        </Column>
      </form>
    </Card>
  )
}
