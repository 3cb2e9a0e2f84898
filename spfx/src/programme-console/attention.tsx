import * as React from 'react'
import { call, retryStep, type Attention as Task } from '@tandem/contract'
import { LinkButton, MainButton, QuietButton } from '../ui/buttons'
import { Card, HeroCard } from '../ui/card'
import { Sentence } from '../ui/date-text'
import { Icon, type IconName } from '../ui/icon'
import { useDates, useSay } from '../ui/language'
import { useAction } from '../ui/loaded'
import { PhaseLine } from '../ui/phase-line'
import { FailureNotice, Notice } from '../ui/states'
import { at, styles } from '../ui/styles'
import { Text } from '../ui/text'
import { closableOf, ClosePhase, type Closable } from './close-phase'
import { useConsole, type ViewProps } from './console-context'
import { Told } from './told'

const icons: Record<Task['action'], IconName> = {
  invite: 'people',
  'run-matching': 'sparkle',
  publish: 'done',
  'approve-without-manager': 'person',
  'retry-step': 'retry',
  'read-report': 'info',
  'close-invitations': 'clock',
  'close-assessment': 'clock',
  none: 'info',
}

const useTask = styles(({ palette: p }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  task: {
    display: 'grid',
    gridTemplateColumns: '40px minmax(0,1fr) auto',
    gap: '8px 16px',
    alignItems: 'center',
    padding: '12px 0',
    borderTop: `1px solid ${p.neutralLight}`,
    selectors: {
      ':first-child': { borderTop: 0, paddingTop: 0 },
      ':last-child': { paddingBottom: 0 },
      [at.narrow]: { gridTemplateColumns: '40px minmax(0,1fr)', alignItems: 'start' },
    },
  },
  tile: {
    width: 40,
    height: 40,
    borderRadius: 8,
    display: 'grid',
    placeItems: 'center',
    background: p.themeLighterAlt,
    color: p.themePrimary,
  },
  act: { display: 'flex', selectors: { [at.narrow]: { gridColumn: '2' } } },
}))

/** The first sentence makes the heading, what follows the line below it. */
function headed(text: string): [heading: string, rest: string | undefined] {
  const found = /^(.+?[^.]{3}[.!?])\s+(\S.*)$/s.exec(text)
  return found?.[1] ? [found[1], found[2]] : [text, undefined]
}

/** What only the programme team can do, before any figure: the first with the one primary button, the others below it. */
export function Attention({ view, renew }: ViewProps): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  const c = useTask()
  const { send, go } = useConsole()
  const [closing, setClosing] = React.useState<Closable | undefined>(undefined)
  const [retried, setRetried] = React.useState(false)
  const retry = useAction()
  const programme = view.programme.key
  const [first, ...others] = [...view.attention].sort(
    (one, other) => Number(one.action === 'none') - Number(other.action === 'none'),
  )
  const closable = closableOf(view)
  const offered = view.attention.some(({ action }) => action === 'close-invitations' || action === 'close-assessment')

  const act = (task: Task): (() => void) | undefined => {
    switch (task.action) {
      case 'invite':
        return () => go({ programme, view: 'invite' })
      case 'run-matching':
      case 'publish':
        return () => go({ programme, view: 'matching' })
      case 'approve-without-manager':
        return () => go({ programme, view: 'people' })
      case 'read-report':
        return () => go({ programme, view: 'report' })
      case 'close-invitations':
        return () => setClosing('inviting')
      case 'close-assessment':
        return () => setClosing('assessing')
      case 'retry-step': {
        const step = task.step
        if (step === null) return undefined
        return () => {
          setRetried(false)
          void retry
            .run(async () => {
              await call(send, retryStep, { params: { programme }, body: { step } })
              await renew()
            })
            .then(setRetried)
        }
      }
      case 'none':
        return undefined
    }
  }
  const word = (task: Task): string =>
    say(retry.busy && task.action === 'retry-step' ? 'console.action.retrying' : `console.action.${task.action}`)
  const firstAct = first && act(first)
  const [heading, rest] = headed(first?.sentence ?? '')
  const foot = <PhaseLine phases={view.phases} />

  return (
    <>
      <HeroCard
        above={first ? say('console.attention.title') : undefined}
        title={first ? <Sentence text={heading} /> : say('console.attention.none')}
        buttons={
          (firstAct || (closable && !offered)) && (
            <>
              {first && firstAct && (
                <MainButton big text={word(first)} busy={retry.busy && first.action === 'retry-step'} onClick={firstAct} />
              )}
              {closable && !offered && (
                <LinkButton text={say(`console.close.${closable}`)} onClick={() => setClosing(closable)} />
              )}
            </>
          )
        }
        foot={foot}
      >
        {first && rest && <Sentence text={rest} />}
        {!first && say('console.attention.none-about')}
        {!first &&
          view.figures.nextDue &&
          ` ${say('console.attention.next-due', { on: dates.show(view.figures.nextDue, 'date') })}`}
      </HeroCard>
      <Told>{retried && <Notice tone="good">{say('console.action.retried')}</Notice>}</Told>
      <FailureNotice failure={retry.failure} />
      {others.length > 0 && (
        <Card title={say('console.attention.also')}>
          <ul className={c.list}>
            {others.map((task) => {
              const run = act(task)
              return (
                <li key={task.key} className={c.task}>
                  <span className={c.tile}>
                    <Icon name={icons[task.action]} />
                  </span>
                  <Text>
                    <Sentence text={task.sentence} />
                  </Text>
                  {run && (
                    <span className={c.act}>
                      <QuietButton
                        text={word(task)}
                        describe={task.sentence}
                        busy={retry.busy && task.action === 'retry-step'}
                        onClick={run}
                      />
                    </span>
                  )}
                </li>
              )
            })}
          </ul>
        </Card>
      )}
      {closing && <ClosePhase leave={closing} view={view} onDone={renew} onClose={() => setClosing(undefined)} />}
    </>
  )
}
