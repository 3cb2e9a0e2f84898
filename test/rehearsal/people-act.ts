import {
  answerApproval,
  answerAssessment,
  answerInvitation,
  ApiError,
  call,
  cancelMeeting,
  evaluateProgramme,
  giveFeedback,
  listApprovals,
  listPeople,
  viewMe,
  withdraw,
  type Me,
  type Participation,
  type Send,
} from '@tandem/contract'
import { asPerson } from '../run/api.js'
import type { Stack } from '../run/stack.js'
import { pressButton, questionOf } from './answer-card.js'
import type { Behaviour } from './behaviour.js'
import { postman, readMail, type CardInMail, type Mail } from './mailbox.js'
import { patiently, patientSend } from './patient.js'

export type RehearsedPerson = { readonly id: string; readonly mail: string | null; readonly language: string | null }

export type Cast = {
  readonly stack: Stack
  readonly behaviour: Behaviour
  readonly people: readonly RehearsedPerson[]
  /** People who act for themselves, such as a visitor of the portal. */
  readonly except?: ReadonlySet<string>
  /** Time may jump between a mail and its reader, who is then told that it is too late and leaves it at that. */
  readonly mayBeLate?: boolean
}

/** How many people are at it at once. */
const lanes = 6

/**
 * The people of a rehearsal. They read their mail and calendars through Graph and answer on pages and cards through the very endpoints
 * that pages and Outlook use; each decides by the seed.
 */
export function rehearsedPeople({ stack, behaviour, people, except = new Set(), mayBeLate = false }: Cast) {
  const byMail = new Map<string, RehearsedPerson>()
  for (const person of people) {
    const mail = person.mail?.toLowerCase()
    // Of two people with one address, mail reaches the first.
    if (mail !== undefined && !byMail.has(mail)) byMail.set(mail, person)
  }
  const byId = new Map(people.map((person) => [person.id, person]))
  const newAddresses = postman(stack)
  const knownEvents = new Set<string>()
  let deeds = 0

  const done = () => void deeds++
  const sendAs = (person: string): Send => patientSend(asPerson(stack, person))

  async function answersInvitation(person: RehearsedPerson, send: Send, mine: Participation): Promise<void> {
    const answer = behaviour.answersInvitation(person.id)
    if (answer === 'nothing') return
    const params = { programme: mine.programme.key }
    const wishes = behaviour.wishes(
      person.id,
      person.language,
      mine.topics.map(({ key }) => key),
    )
    await call(send, answerInvitation, {
      params,
      body:
        answer === 'decline'
          ? { answer }
          : {
              answer,
              consentVersion: mine.consent.version,
              wishes,
              ...(mine.role === 'mentor' ? { capacity: behaviour.capacity(person.id, mine.mostCapacity) } : {}),
            },
    })
    done()
  }

  async function assesses(
    person: string,
    send: Send,
    mine: Participation,
    moment: 'before' | 'after',
    card: CardInMail | null,
  ): Promise<void> {
    const params = { programme: mine.programme.key }
    if (moment === 'before' && behaviour.withdrawsBeforeMatching(person)) {
      await call(send, withdraw, { params })
      return done()
    }
    if (!behaviour.answersAssessment(person, moment)) return
    const levels = behaviour.levels(person, mine.role, moment, mine.competences)
    const onPage = card === null || behaviour.prefersThePage(person, moment)
    if (onPage) await call(send, answerAssessment, { params, body: { moment, levels } })
    // The card asks in the order in which the programme names its competences.
    const chosen = Object.fromEntries(
      (card?.inputs ?? []).map((input, at) => [input, String(levels[mine.competences[at]?.key ?? ''] ?? '')]),
    )
    const next = onPage ? null : await patiently(() => pressButton(stack, person, card, 0, chosen))
    done()
    if (moment === 'before' || !behaviour.evaluates(person)) return
    const answers = behaviour.evaluation(person)
    if (next === null) await call(send, evaluateProgramme, { params, body: answers })
    else {
      const inCard = Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, String(value)]))
      await patiently(() => pressButton(stack, person, next, 0, inCard))
    }
    done()
  }

  /** `about` is the key of the meeting: programme/mentee/generation/number/attempt. */
  async function saysHowItWas(person: string, send: Send, about: string, card: CardInMail | null): Promise<void> {
    const [programme = '', mentee = '', , number = 0, attempt = 0] = about
      .split('/')
      .map((part, at) => (at > 2 ? Number(part) : part)) as [string, string, string, number, number]
    if (behaviour.givesFeedback(person, mentee, number, attempt)) {
      const tookPlace = behaviour.takesPlace(mentee, number, attempt)
      const useful = tookPlace ? behaviour.useful(person, mentee, number) : null
      if (card === null || behaviour.prefersThePage(person, about))
        await call(send, giveFeedback, { body: { meeting: about, tookPlace, useful } })
      else
        await patiently(() =>
          pressButton(stack, person, card, tookPlace ? 0 : 1, { useful: useful === null ? '' : String(useful) }),
        )
      done()
    }
    if (behaviour.withdrawsAfterMeeting(person, number)) {
      const me = await call(send, viewMe)
      if (!me.participations.some((one) => one.programme.key === programme && one.mayWithdraw)) return
      await call(send, withdraw, { params: { programme } })
      done()
    }
  }

  async function answersApprovals(approver: string, send: Send): Promise<void> {
    const { approvals } = await call(send, listApprovals)
    for (const { state, enrolment, person } of approvals) {
      const decision = state === 'waiting' && !except.has(approver) ? behaviour.answersApproval(approver, person.id) : 'nothing'
      if (decision === 'nothing') continue
      await call(send, answerApproval, { body: { enrolment, decision } })
      done()
    }
  }

  async function readsMail(person: RehearsedPerson): Promise<void> {
    const send = sendAs(person.id)
    let me: Me | undefined
    const participation = async (programme: string) => {
      me ??= await call(send, viewMe)
      return me.participations.find((one) => one.programme.key === programme)
    }
    for (const mail of await readMail(stack, person.id))
      await (mayBeLate ? orTooLate(() => answersMail(mail)) : answersMail(mail))

    async function answersMail(mail: Mail): Promise<void> {
      const question = mail.card && questionOf(mail.card)
      if (mail.card && question) {
        if (question.kind === 'meeting-feedback') {
          await saysHowItWas(person.id, send, question.about, mail.card)
          return
        }
        const mine = await participation(question.about.split('/')[0] ?? '')
        const moment = question.kind === 'assessment-after' ? 'after' : 'before'
        const isOpen = mine?.next.action === (moment === 'before' ? 'assess' : 'assess-again')
        if (mine && isOpen) await assesses(person.id, send, mine, moment, mail.card)
      } else if (mail.page === 'approvals') await answersApprovals(person.id, send)
      else if (mail.page === 'tandem') {
        me ??= await call(send, viewMe)
        for (const mine of me.participations) if (mine.next.action === 'volunteer') await answersInvitation(person, send, mine)
      }
    }
  }

  /** Somebody sees a new meeting in the calendar; a few find that it does not suit them. */
  async function looksAtCalendar(person: string): Promise<void> {
    const send = sendAs(person)
    const { participations } = await call(send, viewMe)
    for (const mine of participations) {
      for (const { partner, meetings } of mine.tandems) {
        const mentee = mine.role === 'mentee' ? person : partner.id
        for (const { key, number, attempt, mayCancel } of meetings) {
          if (!mayCancel || knownEvents.has(`${person} ${key}`)) continue
          knownEvents.add(`${person} ${key}`)
          if (!behaviour.cancels(person, mentee, number, attempt)) continue
          await call(send, cancelMeeting, { body: { meeting: key } })
          done()
        }
      }
    }
  }

  async function newInCalendars(): Promise<readonly string[]> {
    const answer = await fetch(`${stack.tenantUrl}/_tenant/events`)
    const { value } = (await answer.json()) as { value: readonly { userId: string; id: string; subject: string }[] }
    const fresh = value.filter(({ userId, id, subject }) => subject.startsWith('Tandem:') && !knownEvents.has(`${userId} ${id}`))
    for (const { userId, id } of fresh) knownEvents.add(`${userId} ${id}`)
    return [...new Set(fresh.map(({ userId }) => userId))]
  }

  return {
    /** Lets everybody do what is on their desk now. Gives the number of things that were done. */
    async act(): Promise<number> {
      const before = deeds
      const readers = (await newAddresses()).flatMap((address) => byMail.get(address) ?? []).filter(({ id }) => !except.has(id))
      await eachOf(readers, readsMail)
      const invited = (await newInCalendars()).filter((id) => byId.has(id) && !except.has(id))
      await eachOf(invited, looksAtCalendar)
      return deeds - before
    },
    /** The programme team answers for volunteers whose manager the directory does not know. */
    async decideForTheTeam(programme: string): Promise<number> {
      const send = sendAs(stack.programmeLead)
      const { people: all } = await call(send, listPeople, { params: { programme } })
      const waiting = all.filter(({ needsDecision }) => needsDecision)
      for (const { enrolment } of waiting) await call(send, answerApproval, { body: { enrolment, decision: 'approve' } })
      deeds += waiting.length
      return waiting.length
    },
  }
}

async function orTooLate(answer: () => Promise<void>): Promise<void> {
  try {
    await answer()
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'refusal')) throw error
  }
}

/** A few at a time; the order among them decides nothing. */
async function eachOf<One>(ones: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let at = next++; at < ones.length; at = next++) await work(ones[at]!)
  }
  await Promise.all(Array.from({ length: Math.min(lanes, ones.length) }, lane))
}
