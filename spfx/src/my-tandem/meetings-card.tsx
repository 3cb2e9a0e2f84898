import * as React from 'react'
import { call, cancelMeeting, type MeetingView, type Send, type TandemView } from '@tandem/contract'
import {
  at,
  Card,
  classes,
  Column,
  Confirm,
  DateText,
  firstName,
  Icon,
  LinkButton,
  QuietButton,
  Row,
  styles,
  Text,
  type,
  useAction,
  useDates,
  useSay,
} from '../ui'
import { currentMeetings, isOver, nextMeeting } from './meetings'

const useList = styles(({ palette: p, semanticColors: s }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0,1fr)',
    gap: 12,
    paddingBottom: 20,
    position: 'relative',
    selectors: {
      '::before': { content: '""', position: 'absolute', left: 11, top: 24, bottom: 0, width: 2, background: p.neutralLight },
      ':last-child::before': { display: 'none' },
      ':last-child': { paddingBottom: 0 },
    },
  },
  dot: [
    type.label,
    {
      width: 24,
      height: 24,
      borderRadius: 12,
      display: 'grid',
      placeItems: 'center',
      boxSizing: 'border-box',
      border: `2px solid ${p.neutralTertiaryAlt}`,
      color: s.bodySubtext,
      background: s.cardStandoutBackground,
      position: 'relative',
      selectors: { [at.forced]: { borderColor: 'CanvasText' } },
    },
  ],
  actions: { marginTop: 4 },
  held: { background: p.themeLighter, borderColor: p.themeLighter, color: p.themeDarker },
  next: { background: p.themePrimary, borderColor: p.themePrimary, color: p.white },
}))

type MeetingsCardProps = {
  send: Send
  tandem: TandemView
  now: string
  onFeedback: (meeting: string) => void
  onCancelled: () => Promise<void>
}

export function MeetingsCard({ send, tandem, now, onFeedback, onCancelled }: MeetingsCardProps): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  const c = useList()
  const [moving, setMoving] = React.useState<MeetingView>()
  const cancel = useAction()
  const over = isOver(tandem)
  const meetings = currentMeetings(tandem).filter(({ status }) => !over || status !== 'planned')
  const next = nextMeeting(tandem, now)
  const toCome = over ? 0 : Math.max(0, tandem.meetingsInAll - meetings.length)

  const move = async (meeting: MeetingView): Promise<void> => {
    const done = await cancel.run(async () => {
      await call(send, cancelMeeting, { body: { meeting: meeting.key } })
    })
    if (!done) return
    setMoving(undefined)
    await onCancelled()
  }

  return (
    <Card title={say('page.my.meetings.title')} sub={say('page.my.meetings.sub', { count: tandem.meetingsInAll })} fill>
      {meetings.length === 0 && !over && <Text tone="subtle">{say('page.my.meetings.none')}</Text>}
      <ol className={c.list}>
        {meetings.map((meeting) => {
          const { key, number, status, startsOn, endsOn } = meeting
          const isNext = key === next?.key
          const title = say('page.my.meetings.number', { number })
          return (
            <li key={key} className={c.item}>
              <span className={classes(c.dot, status === 'held' && c.held, isNext && c.next)} aria-hidden="true">
                {status === 'held' ? <Icon name="check" size={14} /> : number}
              </span>
              <Column gap={2}>
                <Text size={isNext ? 'strong' : 'body'} tone="strong">
                  {title}
                </Text>
                <Text size="caption" tone="subtle">
                  {status === 'planned' || status === 'held' ? (
                    <DateText on={startsOn} until={endsOn} />
                  ) : (
                    say(`page.my.meetings.${over ? 'not-held' : status}`)
                  )}
                  {status === 'held' && ` · ${say(meeting.gaveFeedback ? 'page.my.meetings.noted' : 'page.my.meetings.held')}`}
                </Text>
                {(isNext || meeting.mayGiveFeedback || meeting.mayCancel) && (
                  <Row gap={16} align="center" wrap className={c.actions}>
                    {isNext && meeting.joinUrl && (
                      <QuietButton text={say('page.my.meetings.join')} href={meeting.joinUrl} describe={title} />
                    )}
                    {meeting.mayGiveFeedback && (
                      <LinkButton small text={say('page.my.feedback.start')} describe={title} onClick={() => onFeedback(key)} />
                    )}
                    {meeting.mayCancel && (
                      <LinkButton
                        small
                        text={say('page.my.meetings.move')}
                        describe={title}
                        onClick={() => {
                          cancel.forget()
                          setMoving(meeting)
                        }}
                      />
                    )}
                  </Row>
                )}
              </Column>
            </li>
          )
        })}
      </ol>
      {meetings.length > 0 && toCome > 0 && (
        <Text size="caption" tone="subtle">
          {say('page.my.meetings.to-come', { count: toCome })}
        </Text>
      )}
      {moving && (
        <Confirm
          title={say('page.my.meetings.move.title', { when: dates.show(moving.startsOn, 'moment') })}
          text={say('page.my.meetings.move.text', { partner: firstName(tandem.partner.name) })}
          confirm={say('page.my.meetings.move.confirm')}
          action={cancel}
          onConfirm={() => void move(moving)}
          onDismiss={() => setMoving(undefined)}
        />
      )}
    </Card>
  )
}
