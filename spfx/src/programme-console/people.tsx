import * as React from 'react'
import { Dropdown, SearchBox } from '@fluentui/react'
import { call, listPeople, type ProgrammePerson } from '@tandem/contract'
import { enrolmentStatuses, roles } from '@tandem/lists'
import { LinkButton, QuietButton } from '../ui/buttons'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Row } from '../ui/layout'
import { useLoaded } from '../ui/loaded'
import { Await, CardSkeleton, EmptyState } from '../ui/states'
import { at, styles } from '../ui/styles'
import { Live, Text } from '../ui/text'
import { useConsole, type ViewProps } from './console-context'
import { Decisions } from './decisions'
import { PeopleGrid } from './people-grid'

export function People({ view, renew }: ViewProps): React.ReactElement {
  const { send } = useConsole()
  const programme = view.programme.key
  const people = useLoaded(async () => (await call(send, listPeople, { params: { programme } })).people, [send, programme])
  return (
    <Await of={people} skeleton={<CardSkeleton lines={8} />}>
      {(all, reload) => (
        <Loaded
          all={all}
          programme={programme}
          onDecided={async () => {
            await Promise.all([reload(), renew()])
          }}
        />
      )}
    </Await>
  )
}

const useFilter = styles(() => ({
  filter: {
    display: 'grid',
    gap: 16,
    alignItems: 'end',
    gridTemplateColumns: 'minmax(0,1fr)',
    selectors: {
      [at.medium]: { gridTemplateColumns: 'repeat(2, minmax(0,1fr))', selectors: { '> :first-child': { gridColumn: '1 / -1' } } },
      [at.wide]: {
        gridTemplateColumns: 'minmax(0,2fr) minmax(0,1fr) minmax(0,1fr)',
        selectors: { '> :first-child': { gridColumn: 'auto' } },
      },
    },
  },
}))

/** Accents and case do not matter when somebody looks for a name. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()

const fits = ({ person }: ProgrammePerson, words: readonly string[]): boolean => {
  const all = plain([person.name, person.jobTitle, person.department, person.office].filter(Boolean).join(' '))
  return words.every((word) => all.includes(word))
}

type LoadedProps = {
  readonly all: readonly ProgrammePerson[]
  readonly programme: string
  readonly onDecided: () => Promise<void>
}

function Loaded({ all, programme, onDecided }: LoadedProps): React.ReactElement {
  const say = useSay()
  const c = useFilter()
  const { address, go } = useConsole()
  const role = roles.find((one) => one === address.role)
  const status = enrolmentStatuses.find((one) => one === address.status)
  const text = address.words ?? ''
  const shown = React.useMemo(() => {
    const words = plain(text).split(/\s+/).filter(Boolean)
    return all.filter((one) => (!role || one.role === role) && (!status || one.status === status) && fits(one, words))
  }, [all, role, status, text])
  const filtered = shown.length !== all.length
  const filter = (part: { role?: string | undefined; status?: string | undefined; words?: string | undefined }): void =>
    go({ ...address, ...part }, 'replace')

  if (all.length === 0)
    return (
      <EmptyState
        icon="people"
        title={say('console.people.empty')}
        action={<QuietButton text={say('console.action.invite')} onClick={() => go({ programme, view: 'invite' })} />}
      >
        {say('console.people.empty-text')}
      </EmptyState>
    )
  const deciding = all.filter(({ needsDecision }) => needsDecision)
  return (
    <>
      <Decisions people={deciding} onDecided={onDecided} />
      <Card title={say('console.people.title')}>
        <div className={c.filter}>
          <SearchBox
            ariaLabel={say('console.people.search')}
            placeholder={say('console.people.search')}
            value={text}
            onChange={(_, value) => filter({ words: value || undefined })}
          />
          <Dropdown
            label={say('console.people.role')}
            options={[
              { key: '', text: say('console.people.all-roles') },
              ...roles.map((key) => ({ key, text: say(`console.role.${key}s`) })),
            ]}
            selectedKey={role ?? ''}
            onChange={(_, option) => filter({ role: option ? String(option.key) : undefined })}
          />
          <Dropdown
            label={say('console.people.status')}
            options={[
              { key: '', text: say('console.people.all-statuses') },
              ...enrolmentStatuses
                .filter((key) => key === status || all.some((one) => one.status === key))
                .map((key) => ({ key, text: say(`console.enrolment.${key}`) })),
            ]}
            selectedKey={status ?? ''}
            onChange={(_, option) => filter({ status: option ? String(option.key) : undefined })}
          />
        </div>
        <Row gap={16} align="center" wrap>
          <Live>
            <Text tone="subtle">{say('console.people.shown', { shown: shown.length, all: filtered ? all.length : 0 })}</Text>
          </Live>
          {filtered && (
            <LinkButton
              text={say('console.people.clear')}
              onClick={() => filter({ role: undefined, status: undefined, words: undefined })}
            />
          )}
        </Row>
        {shown.length > 0 ? (
          <PeopleGrid people={shown} />
        ) : (
          <Text tone="subtle">
            {say('console.people.none')}. {say('console.people.none-text')}
          </Text>
        )}
      </Card>
    </>
  )
}
