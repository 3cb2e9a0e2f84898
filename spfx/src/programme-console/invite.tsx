import * as React from 'react'
import { call, invitePeople, type Candidate } from '@tandem/contract'
import { roles, type Role } from '@tandem/lists'
import { QuietButton, MainButton } from '../ui/buttons'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Column } from '../ui/layout'
import { EmptyState, Notice } from '../ui/states'
import { at, styles } from '../ui/styles'
import { Live, Text } from '../ui/text'
import { Ask } from './ask'
import { CandidateList } from './candidate-list'
import { useConsole, type ViewProps } from './console-context'
import { Tabs } from './tabs'
import { Told } from './told'

/** As many as the API takes in one call. */
const mostInOneCall = 500

const useInvite = styles(({ palette: p, semanticColors: s }) => ({
  bar: {
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px 24px',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: 16,
    border: `1px solid ${p.neutralLight}`,
    borderRadius: 8,
    background: s.cardStandoutBackground,
    boxShadow: `0 0 0 4px ${s.bodyStandoutBackground}`,
    selectors: { [at.narrow]: { padding: 12 }, [at.forced]: { borderColor: 'CanvasText' } },
  },
  list: { margin: '4px 0 0', paddingLeft: 20, listStyle: 'disc' },
}))

type Outcome = {
  readonly invited: number
  readonly already: number
  readonly rejected: readonly { readonly personId: string; readonly sentence: string }[]
}

export function Invite({ view, renew }: ViewProps): React.ReactElement {
  const say = useSay()
  const { go } = useConsole()
  const { status, key: programme } = view.programme
  if (status !== 'draft' && status !== 'inviting')
    return (
      <EmptyState
        icon="people"
        title={say('console.invite.closed')}
        action={<QuietButton text={say('console.invite.closed-action')} onClick={() => go({ programme, view: 'people' })} />}
      >
        {say('console.invite.closed-text')}
      </EmptyState>
    )
  return <Choosing view={view} renew={renew} />
}

function Choosing({ view, renew }: ViewProps): React.ReactElement {
  const say = useSay()
  const c = useInvite()
  const { send, address, go } = useConsole()
  const [chosen, setChosen] = React.useState<Readonly<Record<Role, readonly Candidate[]>>>({ mentee: [], mentor: [] })
  const [asking, setAsking] = React.useState(false)
  const [progress, setProgress] = React.useState(0)
  const [outcome, setOutcome] = React.useState<Outcome | undefined>(undefined)
  const [round, setRound] = React.useState(0)
  const programme = view.programme.key
  const role: Role = roles.find((one) => one === address.role) ?? 'mentee'
  const counts = { mentees: chosen.mentee.length, mentors: chosen.mentor.length }
  const all = counts.mentees + counts.mentors
  const choose = React.useCallback(
    (side: Role, people: readonly Candidate[]) => setChosen((before) => ({ ...before, [side]: people })),
    [],
  )

  const invite = async (): Promise<void> => {
    const people = roles.flatMap((side) => chosen[side].map(({ person }) => ({ personId: person.id, role: side })))
    let sum: Outcome = { invited: 0, already: 0, rejected: [] }
    setProgress(0)
    for (let from = 0; from < people.length; from += mostInOneCall) {
      const answer = await call(send, invitePeople, {
        params: { programme },
        body: { people: people.slice(from, from + mostInOneCall) },
      })
      sum = {
        invited: sum.invited + answer.invited,
        already: sum.already + answer.already,
        rejected: [...sum.rejected, ...answer.rejected],
      }
      setProgress(from + mostInOneCall)
    }
    setOutcome(sum)
    setRound((before) => before + 1)
    await renew()
  }

  return (
    <>
      <Told>{outcome && <OutcomeNotice outcome={outcome} />}</Told>
      <Card title={say('console.invite.title')} sub={say('console.invite.about')}>
        <Tabs
          label={say('console.invite.role')}
          chosen={role}
          tabs={roles.map((side) => ({ key: side, text: say(`console.role.${side}s`) }))}
          onChoose={(side) => go({ ...address, role: side }, 'replace')}
        >
          {/* Both stay mounted, so that a choice on one side survives a look at the other. */}
          {roles.map((side) => (
            <div key={`${side}/${round}`} hidden={side !== role}>
              <CandidateList programme={programme} role={side} onChosen={choose} />
            </div>
          ))}
        </Tabs>
      </Card>
      <div className={c.bar}>
        <Column gap={0}>
          <Live>
            <Text size="strong" tone="strong">
              {say('console.invite.summary', counts)}
            </Text>
          </Live>
          {counts.mentors > 0 && (
            <Text size="caption" tone="subtle">
              {say('console.invite.balance', {
                capacity: view.settings.mentorCapacity,
                places: counts.mentors * view.settings.mentorCapacity,
              })}
            </Text>
          )}
        </Column>
        <MainButton text={say('console.invite.submit', { count: all })} disabled={all === 0} onClick={() => setAsking(true)} />
      </div>
      {asking && (
        <Ask
          title={say('console.invite.confirm-title', { count: all })}
          text={say('console.invite.confirm-text', { ...counts, days: view.settings.invitationDays })}
          confirm={say('console.invite.confirm')}
          working={
            progress > 0 ? say('console.invite.progress', { done: Math.min(progress, all), all }) : say('console.invite.working')
          }
          act={invite}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function OutcomeNotice({ outcome }: { readonly outcome: Outcome }): React.ReactElement {
  const say = useSay()
  const c = useInvite()
  return (
    <Column gap={8}>
      <Notice tone="good">{say('console.invite.done', { invited: outcome.invited, already: outcome.already })}</Notice>
      {outcome.rejected.length > 0 && (
        <Notice tone="warn">
          {say('console.invite.rejected', { count: outcome.rejected.length })}
          <ul className={c.list}>
            {outcome.rejected.map(({ personId, sentence }) => (
              <li key={personId}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Column>
  )
}
