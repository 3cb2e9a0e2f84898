import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  ApiError,
  call,
  createProgramme,
  invitePeople,
  listCandidates,
  publishMatching,
  runMatching,
  viewProgramme,
  viewReport,
  type ProgrammeView,
  type Send,
} from '@tandem/contract'
import { blueprintOf } from '@tandem/domain'
import type { Role } from '@tandem/lists'
import { asPerson } from '../run/api.js'
import { startStack, type Stack } from '../run/stack.js'
import type { GraphUser } from '../tenant/directory.js'
import { tokenFor } from '@tandem/provisioning'
import { behaviourOf, type Behaviour } from './behaviour.js'
import type { RehearsalRequest } from './arguments.js'
import { beset, hurried, type FaultsMet } from './fault-profiles.js'
import { killings, type Killings } from './killings.js'
import { readOutcome, type Counted, type Outcome, type RehearsalReport } from './outcome.js'
import { patiently, patientSend } from './patient.js'
import { rehearsedPeople } from './people-act.js'
import { settlePatiently } from './settle-patiently.js'
import { untilStopped } from './stop-signal.js'
import { checkTenant, type TenantCheck } from './tenant-check.js'
import { watch } from './watch.js'

export type Rehearsal = {
  readonly outcome: Outcome
  readonly report: RehearsalReport
  readonly problems: readonly string[]
  readonly check: TenantCheck
  readonly killings: { readonly asked: number; readonly done: number }
  readonly faults: FaultsMet
}

export type RehearsalOptions = {
  readonly told: (line: string) => void
  /** Ends the rehearsal before its end; whatever it has started and stored is put away first. */
  readonly signal: AbortSignal
}

const programme = 'rehearsal'
/** A Monday; what weekday a rehearsal begins on must not depend on the day it is run. */
const firstDay = '2026-03-02T06:00:00Z'
const dayMs = 86_400_000

/** Runs the programme for somebody from outside the organisation, who can neither be invited nor stand above anyone. */
const lead: GraphUser = {
  id: '00000000-7a4d-4e00-8000-0000000000aa',
  displayName: 'Rehearsal lead',
  mail: 'rehearsal.lead@partner.example',
  userPrincipalName: 'rehearsal.lead_partner.example#EXT#@contoso.example',
  userType: 'Guest',
  manager: null,
}

/** Plays a whole programme on a tenant of its own and gives what the lists hold at the end. Leaves nothing behind. */
export async function rehearse(
  request: RehearsalRequest,
  people: readonly GraphUser[],
  { told, signal }: RehearsalOptions,
): Promise<Rehearsal> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tandem-rehearsal-'))
  const began = Date.now()
  let stack: Stack | undefined
  try {
    stack = await startStack({
      dataDir,
      directory: { value: [...people, lead] },
      programmeLead: lead.id,
      clock: { now: firstDay, frozen: true },
      ...hurried(request.faults, dataDir),
      onHostOutput: (text) => void (signal.aborted || process.stderr.write(text)),
    })
    told(`started after ${Math.round((Date.now() - began) / 1000)} s`)
    return await Promise.race([play(stack, { request, people, dataDir, began, told }), untilStopped(signal)])
  } catch (error) {
    // Ctrl-C reaches the children too, and what then breaks is no news.
    signal.throwIfAborted()
    throw error
  } finally {
    try {
      await stack?.close()
    } finally {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

type Play = {
  readonly request: RehearsalRequest
  readonly people: readonly GraphUser[]
  readonly dataDir: string
  readonly began: number
  readonly told: (line: string) => void
}

async function play(stack: Stack, { request, people, dataDir, began, told }: Play): Promise<Rehearsal> {
  const behaviour = behaviourOf(request.seed)
  const watching = watch(stack)
  const kills = killings(stack, behaviour, request.killHost, { watch: watching, told })
  const plainSend = asPerson(stack, lead.id)
  const hr = patientSend(plainSend)
  const actors = rehearsedPeople({
    stack,
    behaviour,
    people: people.map(({ id, mail, preferredLanguage }) => ({
      id,
      mail: mail ?? null,
      language: typeof preferredLanguage === 'string' ? preferredLanguage : null,
    })),
  })

  const relieve = await beset(stack, request.faults, request.seed)
  const settings = blueprintOf(request.blueprint)!.settings
  await call(hr, createProgramme, {
    body: {
      blueprint: request.blueprint,
      name: 'Rehearsal',
      key: programme,
      settings: { selection: { ...settings.selection, seed: request.seed } },
    },
  })
  const { invitations, problems } = await chooseWhom(hr, request, behaviour)
  for (let at = 0; at < invitations.length; at += 500)
    await call(hr, invitePeople, { params: { programme }, body: { people: invitations.slice(at, at + 500) } })
  told(`${invitations.length} people invited`)

  // An organisation without anybody who may take part has no programme; the files say so.
  if (invitations.length > 0) await playToTheEnd(stack, { hr, actors, kills, told })
  const report = await call(hr, viewReport, { params: { programme } })
  const faults = await relieve()
  const siteUrl = `${stack.tenantUrl}/sites/mentoring`
  const outcome = await readOutcome(
    {
      siteUrl,
      token: await tokenFor(siteUrl, {}),
      sealKey: Buffer.from(readFileSync(path.join(dataDir, 'seal.key'), 'utf8').trim(), 'base64'),
      programme,
    },
    people,
  )
  const check = await checkTenant(stack, outcome.meetings)
  const { requests, peakMemoryMiB } = await watching.end()
  const virtualDays = Math.round((Date.parse(await stack.now()) - Date.parse(firstDay)) / dayMs)
  return {
    outcome,
    problems,
    check,
    killings: { asked: request.killHost, done: kills.done() },
    faults,
    report: {
      asked: { mentees: request.mentees, mentors: request.mentors },
      found: outcome.found,
      invited: report.people.invited,
      volunteered: report.people.volunteered,
      approved: report.people.approved,
      refused: report.people.refused,
      assessed: report.people.assessed,
      matched: report.people.matched,
      published: outcome.pairs.length,
      meetings: report.meetings,
      feedback: report.feedback.answers,
      assessedAfter: report.people.assessedAfter,
      change: report.change.map(({ competence, n, mean, low, high }) => ({ competence, n, mean, low, high })),
      seconds: Math.round((Date.now() - began) / 1000),
      virtualDays,
      requests,
      peakMemoryMiB,
    },
  }
}

/** As many people, in the order the product proposes, as the seeded answers need for the wanted number of volunteers. */
async function chooseWhom(hr: Send, { mentees, mentors }: Counted, behaviour: Behaviour) {
  const candidatesFor = (role: Role) => call(hr, listCandidates, { params: { programme }, body: { role, top: 10_000 } })
  const [forMentee, forMentor] = [await candidatesFor('mentee'), await candidatesFor('mentor')]
  const choose = (role: Role, wanted: number, candidates: (typeof forMentee)['candidates'], taken: ReadonlySet<string>) => {
    const chosen: { personId: string; role: Role }[] = []
    let volunteers = 0
    for (const { person } of candidates) {
      if (volunteers >= wanted) break
      if (taken.has(person.id)) continue
      chosen.push({ personId: person.id, role })
      if (behaviour.answersInvitation(person.id) === 'volunteer') volunteers++
    }
    return chosen
  }
  const first = choose('mentee', mentees, forMentee.candidates, new Set())
  const second = choose('mentor', mentors, forMentor.candidates, new Set(first.map(({ personId }) => personId)))
  return { invitations: [...first, ...second], problems: forMentee.problems.map(({ sentence }) => sentence) }
}

type Course = {
  readonly hr: Send
  readonly actors: ReturnType<typeof rehearsedPeople>
  readonly kills: Killings
  readonly told: (line: string) => void
}

/** Jumps from one due moment to the next. At each, the product and the people take turns until neither has anything left to do. */
async function playToTheEnd(stack: Stack, { hr, actors, kills, told }: Course): Promise<void> {
  let status = 'draft'
  let quiet = 0
  for (;;) {
    const view = await untilQuiet(stack, { hr, actors, kills })
    if (view.programme.status !== status) {
      status = view.programme.status
      told(`${view.now.slice(0, 10)} ${status}`)
    }
    if (status === 'closed') return
    if (status === 'matching') {
      const hindrance = await matchAndPublish(hr)
      if (hindrance === null) continue
      return told(hindrance)
    }
    // The timer of a real tenant looks again in a quarter of an hour, too.
    if (view.figures.nextDue === null && ++quiet < 3) continue
    if (view.figures.nextDue === null)
      throw new Error(`The programme stands still in the phase "${status}": nothing is due any more.`)
    quiet = 0
    await patiently(() => stack.advanceTo(view.figures.nextDue!))
  }
}

/** The sentence in which the product refuses is where a rehearsal ends that has nobody to bring together; null otherwise. */
async function matchAndPublish(hr: Send): Promise<string | null> {
  try {
    await call(hr, runMatching, { params: { programme } })
    await call(hr, publishMatching, { params: { programme } })
    return null
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'refusal') return error.message
    throw error
  }
}

async function untilQuiet(stack: Stack, { hr, actors, kills }: Omit<Course, 'told'>): Promise<ProgrammeView> {
  for (;;) {
    await kills.during(() => settlePatiently(stack, programme))
    const deeds = (await actors.act()) + (await teamDecides())
    if (deeds === 0) return call(hr, viewProgramme, { params: { programme } })
  }

  async function teamDecides(): Promise<number> {
    const { attention } = await call(hr, viewProgramme, { params: { programme } })
    return attention.some(({ action }) => action === 'approve-without-manager') ? actors.decideForTheTeam(programme) : 0
  }
}
