import * as React from 'react'
import type { Me, Send, TandemView } from '@tandem/contract'
import type { Role } from '@tandem/lists'
import {
  at,
  Card,
  Cell,
  Column,
  Grid,
  Icon,
  Notice,
  PersonLine,
  Pill,
  Proof,
  Row,
  Section,
  Sentence,
  styles,
  Text,
  useSay,
} from '../ui'
import { isOver } from './meetings'
import { MeetingsCard } from './meetings-card'

const usePair = styles(({ palette: p, effects: e }) => ({
  two: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0,1fr)',
    gap: 16,
    selectors: { [at.medium]: { gridTemplateColumns: '1fr 1fr', gap: 24 } },
  },
  why: {
    display: 'grid',
    gap: 24,
    gridTemplateColumns: 'minmax(0,1fr)',
    alignItems: 'start',
    selectors: { [at.medium]: { gridTemplateColumns: 'minmax(0,1fr) 280px' } },
  },
  tile: {
    width: 32,
    height: 32,
    borderRadius: e.roundedCorner4,
    background: p.themeLighterAlt,
    color: p.themePrimary,
    display: 'grid',
    placeItems: 'center',
    flex: 'none',
  },
}))

type TandemCardsProps = {
  send: Send
  me: Me
  role: Role
  tandem: TandemView
  onFeedback: (meeting: string) => void
  onCancelled: () => Promise<void>
}

/** The two people and why these two, and their meetings. */
export function TandemCards({ send, me, role, tandem, onFeedback, onCancelled }: TandemCardsProps): React.ReactElement {
  const say = useSay()
  const c = usePair()
  const { partner, proof, reasons, status } = tandem
  const partnerRole: Role = role === 'mentor' ? 'mentee' : 'mentor'
  const mentee = role === 'mentee' ? me.person : partner
  const mentor = role === 'mentor' ? me.person : partner
  return (
    <Grid>
      <Cell of={8}>
        <Card
          title={say('page.my.tandem.title')}
          fill
          action={
            isOver(tandem) ? (
              <Pill icon={status === 'completed' ? 'done' : 'info'}>{say(`page.my.tandem.${status}`)}</Pill>
            ) : undefined
          }
        >
          {status === 'suspended' && <Notice tone="warn">{say('page.my.tandem.suspended')}</Notice>}
          <div className={c.two}>
            <PersonLine size={56} person={me.person} side={role} note={say('page.my.tandem.you', { role })} />
            <PersonLine
              size={56}
              person={partner}
              side={partnerRole}
              note={say('page.my.tandem.partner', { role: partnerRole })}
            />
          </div>
          <div className={c.why}>
            {reasons.length > 0 && (
              <Section title={say('page.my.tandem.why')}>
                <Column as="ul" gap={12}>
                  {reasons.map((reason) => (
                    <Row as="li" key={reason} gap={12} align="center">
                      <span className={c.tile}>
                        <Icon name="sparkle" />
                      </span>
                      <Text>
                        <Sentence text={reason} />
                      </Text>
                    </Row>
                  ))}
                </Column>
              </Section>
            )}
            <Proof mentee={mentee} mentor={mentor} proof={proof} />
          </div>
        </Card>
      </Cell>
      <Cell of={4}>
        <MeetingsCard send={send} tandem={tandem} now={me.now} onFeedback={onFeedback} onCancelled={onCancelled} />
      </Cell>
    </Grid>
  )
}
