import * as React from 'react'
import { answerApproval, call, listApprovals, type ApprovalView, type Send } from '@tandem/contract'
import type { IReadonlyTheme } from '@microsoft/sp-component-base'
import {
  Await,
  Card,
  CardSkeleton,
  Column,
  Confirm,
  DateText,
  EmptyState,
  FailureNotice,
  firstName,
  HeroCard,
  Live,
  MainButton,
  Notice,
  Page,
  PageHead,
  PersonLine,
  Pill,
  Private,
  QuietButton,
  Row,
  Rule,
  Screen,
  Sentence,
  Text,
  useAction,
  useLoaded,
  useSay,
} from '../ui'

export type ApprovalsProps = { send: Send; theme: IReadonlyTheme | undefined; locale: string }

/** Where a line manager answers for the working time of people who volunteered. */
export function Approvals({ send, theme, locale }: ApprovalsProps): React.ReactElement {
  return (
    <Screen theme={theme} locale={locale}>
      <Page max={880}>
        <Decisions send={send} />
      </Page>
    </Screen>
  )
}

function Decisions({ send }: { send: Send }): React.ReactElement {
  const say = useSay()
  const approvals = useLoaded(async () => (await call(send, listApprovals)).approvals, [send])
  return (
    <>
      <PageHead title={say('page.approvals.title')} sub={say('page.approvals.sub')} />
      <Await of={approvals} skeleton={<CardSkeleton lines={4} />}>
        {(all, reload) => <Answering send={send} approvals={all} reload={reload} />}
      </Await>
    </>
  )
}

type AnsweringProps = { send: Send; approvals: readonly ApprovalView[]; reload: () => Promise<void> }

/** One question first, with the page's one primary button; the others wait below it. */
function Answering({ send, approvals, reload }: AnsweringProps): React.ReactElement {
  const say = useSay()
  const [refusing, setRefusing] = React.useState<ApprovalView>()
  const [said, setSaid] = React.useState<string>()
  const [answers, setAnswers] = React.useState(0)
  const approving = useAction()
  const refusal = useAction()
  const waiting = approvals.filter(({ state }) => state === 'waiting').sort((a, b) => a.expiresOn.localeCompare(b.expiresOn))
  const answered = approvals.filter(({ state }) => state !== 'waiting')
  const [first, ...others] = waiting

  const answer = async (approval: ApprovalView, decision: 'approve' | 'refuse'): Promise<void> => {
    const action = decision === 'approve' ? approving : refusal
    const done = await action.run(async () => {
      await call(send, answerApproval, { body: { enrolment: approval.enrolment, decision } })
    })
    if (!done) return
    setRefusing(undefined)
    await reload()
    setSaid(say(`page.approvals.done.${decision}`, { name: firstName(approval.person.name) }))
    setAnswers((count) => count + 1)
  }
  const askAgain = (approval: ApprovalView): void => {
    refusal.forget()
    setRefusing(approval)
  }
  const notNow = (approval: ApprovalView, big: boolean): React.ReactElement => (
    <QuietButton
      big={big}
      text={say('page.approvals.refuse')}
      describe={approval.person.name}
      onClick={() => askAgain(approval)}
    />
  )

  return (
    <>
      <Live>{said && <Notice tone="good">{said}</Notice>}</Live>
      {first ? (
        <HeroCard
          above={say('page.approvals.waiting', { count: waiting.length })}
          title={say('page.approvals.asks', { name: first.person.name, role: first.role })}
          focus={answers}
          buttons={
            <>
              <MainButton
                big
                busy={approving.busy}
                text={say('page.approvals.approve')}
                describe={first.person.name}
                onClick={() => void answer(first, 'approve')}
              />
              {notNow(first, true)}
            </>
          }
          foot={<Private>{say('page.approvals.private')}</Private>}
        >
          <Column gap={16}>
            <Sentence text={first.effort} />
            <PersonLine person={first.person} side={first.role} note={first.programme} />
            <Until approval={first} />
          </Column>
        </HeroCard>
      ) : (
        <EmptyState icon="done" title={say('page.approvals.empty.title')}>
          {say('page.approvals.empty.text')}
        </EmptyState>
      )}
      <FailureNotice failure={approving.failure} />
      {others.length > 0 && (
        <Card title={say('page.approvals.others')}>
          <Rows>
            {others.map((approval) => (
              <Row key={approval.enrolment} as="li" gap={16} align="center" justify="space-between" wrap>
                <Column gap={8}>
                  <PersonLine
                    person={approval.person}
                    side={approval.role}
                    note={say('page.approvals.as', { role: approval.role, programme: approval.programme })}
                  />
                  <Text tone="subtle">
                    <Sentence text={approval.effort} />
                  </Text>
                  <Until approval={approval} />
                </Column>
                <Row gap={8} wrap>
                  <QuietButton
                    text={say('page.approvals.approve')}
                    describe={approval.person.name}
                    onClick={() => void answer(approval, 'approve')}
                  />
                  {notNow(approval, false)}
                </Row>
              </Row>
            ))}
          </Rows>
        </Card>
      )}
      {answered.length > 0 && (
        <Card title={say('page.approvals.answered')}>
          <Rows>
            {answered.map((approval) => (
              <Row key={approval.enrolment} as="li" gap={16} align="center" justify="space-between" wrap>
                <PersonLine
                  person={approval.person}
                  side={approval.role}
                  note={say('page.approvals.as', { role: approval.role, programme: approval.programme })}
                />
                <div>
                  <Pill {...(approval.state === 'approved' && { tone: 'good', icon: 'check' })}>
                    {say(`page.approvals.state.${approval.state}`)}
                  </Pill>
                </div>
              </Row>
            ))}
          </Rows>
        </Card>
      )}
      {refusing && (
        <Confirm
          title={say('page.approvals.refuse.title', { name: firstName(refusing.person.name) })}
          text={say('page.approvals.refuse.text', { name: firstName(refusing.person.name) })}
          confirm={say('page.approvals.refuse')}
          action={refusal}
          onConfirm={() => void answer(refusing, 'refuse')}
          onDismiss={() => setRefusing(undefined)}
        />
      )}
    </>
  )
}

function Until({ approval: { expiresOn } }: { approval: ApprovalView }): React.ReactElement {
  const say = useSay()
  return (
    <Text size="caption" tone="subtle">
      {say('page.approvals.until')} <DateText on={expiresOn} form="date" />
    </Text>
  )
}

/** List items with a line between them. */
function Rows({ children }: { children: React.ReactElement[] }): React.ReactElement {
  return (
    <Column as="ul" gap={16}>
      {children.map((child, index) => (
        <React.Fragment key={child.key ?? index}>
          {index > 0 && (
            <li aria-hidden="true">
              <Rule />
            </li>
          )}
          {child}
        </React.Fragment>
      ))}
    </Column>
  )
}
