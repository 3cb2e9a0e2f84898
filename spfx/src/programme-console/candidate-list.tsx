import * as React from 'react'
import { Checkbox } from '@fluentui/react'
import { call, listCandidates, type Candidate } from '@tandem/contract'
import type { Role } from '@tandem/lists'
import { LinkButton } from '../ui/buttons'
import { Pill } from '../ui/card'
import { useSay } from '../ui/language'
import { Column, Row } from '../ui/layout'
import { useLoaded } from '../ui/loaded'
import { Await, Bone, EmptyState, Notice } from '../ui/states'
import { styles } from '../ui/styles'
import { Text } from '../ui/text'
import { useConsole } from './console-context'
import { Field } from './field'

const page = 50
/** More are read only when somebody wants to invite more. */
const readAtFirst = 500
const mostToRead = 10_000

const useList = styles(({ palette: p }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 16px',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: '8px 0',
    borderTop: `1px solid ${p.neutralLight}`,
  },
  problems: { margin: '4px 0 0', paddingLeft: 20, listStyle: 'disc' },
}))

type CandidateListProps = {
  readonly programme: string
  readonly role: Role
  /** Told with everybody who is chosen just now, in the proposed order. */
  readonly onChosen: (role: Role, people: readonly Candidate[]) => void
}

export function CandidateList({ programme, role, onChosen }: CandidateListProps): React.ReactElement {
  const { send } = useConsole()
  const [top, setTop] = React.useState(readAtFirst)
  const candidates = useLoaded(
    () => call(send, listCandidates, { params: { programme }, body: { role, top } }),
    [send, programme, role, top],
  )
  return (
    <Await
      of={candidates}
      skeleton={
        <Column gap={16}>
          <Bone width={50} />
          <Bone width={90} height={32} />
          <Bone width={90} height={32} />
          <Bone width={90} height={32} />
        </Column>
      }
    >
      {(found) => (
        <Choice
          found={found}
          role={role}
          onChosen={onChosen}
          onReadMore={found.eligible > top ? () => setTop(mostToRead) : undefined}
        />
      )}
    </Await>
  )
}

type Found = {
  readonly candidates: readonly Candidate[]
  readonly eligible: number
  readonly problems: readonly { readonly personId: string; readonly key: string; readonly sentence: string }[]
}
type ChoiceProps = { readonly found: Found; readonly onReadMore: (() => void) | undefined } & Pick<
  CandidateListProps,
  'role' | 'onChosen'
>

function Choice({ found, role, onChosen, onReadMore }: ChoiceProps): React.ReactElement {
  const say = useSay()
  const c = useList()
  const [howMany, setHowMany] = React.useState('')
  /** People whom the reader took out of, or into, what the number says. */
  const [turned, setTurned] = React.useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = React.useState(page)
  const free = React.useMemo(() => found.candidates.filter(({ enrolment }) => enrolment === null), [found])
  const wanted = howMany.trim() === '' ? 0 : /^\d+$/.test(howMany.trim()) ? Number(howMany.trim()) : undefined
  const valid = wanted !== undefined && wanted <= free.length

  const chosenIds = React.useMemo(() => {
    const ids = new Set<string>()
    free.forEach(({ person }, index) => {
      const byNumber = valid && index < (wanted ?? 0)
      if (byNumber !== turned.has(person.id)) ids.add(person.id)
    })
    return ids
  }, [free, turned, valid, wanted])
  React.useEffect(() => {
    onChosen(
      role,
      free.filter(({ person }) => chosenIds.has(person.id)),
    )
  }, [onChosen, role, free, chosenIds])

  const turn = (id: string): void => {
    const next = new Set(turned)
    if (!next.delete(id)) next.add(id)
    setTurned(next)
  }

  if (found.candidates.length === 0)
    return (
      <Column gap={16}>
        <EmptyState icon="people" title={say('console.invite.empty')}>
          {say('console.invite.empty-text')}
        </EmptyState>
        <Problems problems={found.problems} />
      </Column>
    )
  return (
    <Column gap={16}>
      <Text tone="subtle">
        {say(`console.role-about.${role}`)}{' '}
        {say('console.invite.eligible', { eligible: found.eligible, already: found.candidates.length - free.length })}
      </Text>
      <Problems problems={found.problems} />
      <Row gap={16} align="end" wrap>
        <Field
          number
          label={say('console.invite.how-many')}
          description={say('console.invite.how-many-about', { most: free.length })}
          placeholder="0"
          value={howMany}
          onChange={(value) => {
            setHowMany(value)
            setTurned(new Set())
          }}
          complaint={valid ? undefined : say('console.invite.how-many-error', { most: free.length })}
        />
        {onReadMore && <LinkButton text={say('console.invite.read-more')} onClick={onReadMore} />}
      </Row>
      <ol className={c.list} aria-label={say('console.invite.list', { role })}>
        {found.candidates.slice(0, shown).map(({ person, reportsBelow, enrolment }) => {
          const about = [person.jobTitle, person.department, person.office, say('console.invite.leads', { count: reportsBelow })]
          return (
            <li key={person.id} className={c.item}>
              <Checkbox
                checked={enrolment === null && chosenIds.has(person.id)}
                disabled={enrolment !== null}
                onChange={() => turn(person.id)}
                ariaLabel={person.name}
                ariaDescribedBy={`${role}-${person.id}`}
                onRenderLabel={() => (
                  <Column gap={0}>
                    <Text size="strong" tone="strong">
                      {person.name}
                    </Text>
                    <Text id={`${role}-${person.id}`} size="caption" tone="subtle">
                      {about.filter(Boolean).join(' · ')}
                    </Text>
                  </Column>
                )}
                styles={{ root: { minWidth: 0, flex: '1 1 0' }, label: { alignItems: 'center' }, checkbox: { marginRight: 12 } }}
              />
              {enrolment && <Pill>{say(`console.enrolment.${enrolment}`)}</Pill>}
            </li>
          )
        })}
      </ol>
      {found.candidates.length > shown && (
        <Row>
          <LinkButton
            text={say('console.show-more', { count: Math.min(page, found.candidates.length - shown) })}
            onClick={() => setShown(shown + page)}
          />
        </Row>
      )}
    </Column>
  )
}

const problemsAtFirst = 3

function Problems({ problems }: { readonly problems: Found['problems'] }): React.ReactElement | null {
  const say = useSay()
  const c = useList()
  const [all, setAll] = React.useState(false)
  if (problems.length === 0) return null
  const shown = all ? problems : problems.slice(0, problemsAtFirst)
  return (
    <Notice tone="warn">
      <strong>{say('console.invite.problems', { count: problems.length })}</strong> {say('console.invite.problems-about')}
      <ul className={c.problems}>
        {shown.map(({ personId, key, sentence }) => (
          <li key={`${personId}/${key}`}>{sentence}</li>
        ))}
      </ul>
      {problems.length > shown.length && (
        <LinkButton text={say('console.show-more', { count: problems.length - shown.length })} onClick={() => setAll(true)} />
      )}
    </Notice>
  )
}
