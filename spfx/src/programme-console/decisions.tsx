import * as React from 'react'
import { answerApproval, call, type ProgrammePerson } from '@tandem/contract'
import { QuietButton } from '../ui/buttons'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Row } from '../ui/layout'
import { useAction } from '../ui/loaded'
import { PersonLine } from '../ui/person-line'
import { FailureNotice, Notice } from '../ui/states'
import { styles } from '../ui/styles'
import { Ask } from './ask'
import { useConsole } from './console-context'
import { Told } from './told'

const useDecisions = styles(({ palette: p }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px 16px',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: '12px 0',
    borderTop: `1px solid ${p.neutralLight}`,
    selectors: { ':first-child': { borderTop: 0, paddingTop: 0 }, ':last-child': { paddingBottom: 0 } },
  },
}))

type DecisionsProps = { readonly people: readonly ProgrammePerson[]; readonly onDecided: () => Promise<void> }

/** Volunteers for whom no manager can answer. One at a time, so that every yes and no is a decision about a person. */
export function Decisions({ people, onDecided }: DecisionsProps): React.ReactElement | null {
  const say = useSay()
  const c = useDecisions()
  const { send } = useConsole()
  const approve = useAction()
  const [about, setAbout] = React.useState<string | undefined>(undefined)
  const [refusing, setRefusing] = React.useState<ProgrammePerson | undefined>(undefined)
  const [told, setTold] = React.useState<string | undefined>(undefined)

  const decide = async ({ enrolment, person }: ProgrammePerson, decision: 'approve' | 'refuse'): Promise<void> => {
    await call(send, answerApproval, { body: { enrolment, decision } })
    setTold(say(`console.people.decide.${decision === 'approve' ? 'approved' : 'refused'}`, { name: person.name }))
    await onDecided()
  }

  return (
    <>
      <Told>{told && <Notice tone="good">{told}</Notice>}</Told>
      {people.length > 0 && (
        <Card title={say('console.people.decide.title')} sub={say('console.people.decide.about', { count: people.length })}>
          <FailureNotice failure={approve.failure} />
          <ul className={c.list}>
            {people.map((one) => (
              <li key={one.enrolment} className={c.item}>
                <PersonLine person={one.person} side={one.role} note={say('console.people.decide.as', { role: one.role })} />
                <Row gap={8} wrap>
                  <QuietButton
                    text={say(
                      approve.busy && about === one.enrolment ? 'console.people.decide.working' : 'console.people.decide.approve',
                    )}
                    describe={one.person.name}
                    busy={approve.busy}
                    onClick={() => {
                      setAbout(one.enrolment)
                      void approve.run(() => decide(one, 'approve'))
                    }}
                  />
                  <QuietButton
                    text={say('console.people.decide.refuse')}
                    describe={one.person.name}
                    onClick={() => setRefusing(one)}
                  />
                </Row>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {refusing && (
        <Ask
          title={say('console.people.decide.refuse-title', { name: refusing.person.name })}
          text={say('console.people.decide.refuse-text', { name: refusing.person.name })}
          confirm={say('console.people.decide.refuse')}
          working={say('console.people.decide.working')}
          act={() => decide(refusing, 'refuse')}
          onClose={() => setRefusing(undefined)}
        />
      )}
    </>
  )
}
