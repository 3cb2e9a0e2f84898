import * as React from 'react'
import type { Participation, TandemView } from '@tandem/contract'
import { HeroCard, Journey, MainButton, PhaseLine, QuietButton, Sentence, useDates, useSay } from '../ui'
import { hopsOf, nextMeeting, tandemsOf } from './meetings'
import type { Open } from './participation-page'

type NextStepProps = {
  participation: Participation
  now: string
  focus: number
  onOpen: (open: Open) => void
  onDecline: () => void
}

/** The first thing on the page: what to do now, how long it takes, and the one primary button. */
export function NextStep({ participation, now, focus, onOpen, onDecline }: NextStepProps): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  const { next, phases } = participation
  const tandems = tandemsOf(participation)
  const acts = next.action !== 'wait' && next.action !== 'none'
  const tandem = tandems.find(({ meetings }) => meetings.some(({ key }) => key === next.meeting)) ?? tandems[0]
  const upcoming = tandem && nextMeeting(tandem, now)
  return (
    <HeroCard
      above={
        acts
          ? next.minutes
            ? say('page.my.next-step.minutes', { minutes: next.minutes })
            : say('page.my.next-step')
          : say('page.my.no-step')
      }
      title={<Sentence text={next.sentence} />}
      focus={focus}
      buttons={<Buttons {...{ participation, tandem, onOpen, onDecline }} />}
      picture={tandem && <Journey hops={hopsOf(tandem, now)} next={upcoming && dates.show(upcoming.startsOn, 'day')} />}
      foot={phases.length > 0 && <PhaseLine phases={phases} />}
    >
      {next.detail && <Sentence text={next.detail} />}
    </HeroCard>
  )
}

type ButtonsProps = { participation: Participation; tandem: TandemView | undefined } & Pick<NextStepProps, 'onOpen' | 'onDecline'>

function Buttons({ participation: { next, role }, tandem, onOpen, onDecline }: ButtonsProps): React.ReactElement | null {
  const say = useSay()
  const meeting = tandem?.meetings.find(({ key }) => key === next.meeting)
  switch (next.action) {
    case 'volunteer':
      return (
        <>
          <MainButton big text={say('page.my.volunteer.start', { role })} onClick={() => onOpen({ form: 'volunteer' })} />
          <QuietButton big text={say('page.my.decline.start')} onClick={onDecline} />
        </>
      )
    case 'assess':
    case 'assess-again':
      return <MainButton big text={say('page.my.assessment.start')} onClick={() => onOpen({ form: 'assessment' })} />
    case 'prepare-meeting':
      return meeting?.joinUrl ? <MainButton big text={say('page.my.meetings.join')} href={meeting.joinUrl} /> : null
    case 'give-feedback':
      return meeting ? (
        <MainButton big text={say('page.my.feedback.start')} onClick={() => onOpen({ form: 'feedback', meeting: meeting.key })} />
      ) : null
    case 'evaluate':
      return <MainButton big text={say('page.my.evaluation.start')} onClick={() => onOpen({ form: 'evaluation' })} />
    case 'wait':
    case 'none':
      return null
  }
}
