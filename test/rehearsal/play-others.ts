import { call, listProgrammes, viewProgramme } from '@tandem/contract'
import { asPerson } from '../run/api.js'
import { settle } from '../run/settle.js'
import type { Stack } from '../run/stack.js'
import { behaviourOf } from './behaviour.js'
import { rehearsedPeople, type RehearsedPerson } from './people-act.js'

/** The company of `npm start` always answers alike. */
const seed = 5
/** People react to one another, such as a manager to a volunteer; more turns than this nothing needs. */
const mostTurns = 8

/**
 * Lets everybody but the visitor do what is on their desk: read their mail, volunteer or decline, approve, assess themselves, say how a
 * meeting was. The programme team acts only while somebody else is looking; launching, matching and publishing stay the visitor's.
 */
export async function playOthers(stack: Stack, visitor: string): Promise<void> {
  const actors = rehearsedPeople({
    stack,
    behaviour: behaviourOf(seed),
    people: await peopleOf(stack),
    except: new Set([visitor]),
    mayBeLate: true,
  })
  for (let turn = 0; turn < mostTurns; turn++) {
    const deeds = (await actors.act()) + (visitor === stack.programmeLead ? 0 : await teamDecides(stack, actors))
    if (deeds === 0) return
    await settle(stack)
  }
}

async function teamDecides(stack: Stack, actors: ReturnType<typeof rehearsedPeople>): Promise<number> {
  const send = asPerson(stack, stack.programmeLead)
  let deeds = 0
  for (const { key } of (await call(send, listProgrammes)).programmes) {
    const { attention } = await call(send, viewProgramme, { params: { programme: key } })
    if (attention.some(({ action }) => action === 'approve-without-manager')) deeds += await actors.decideForTheTeam(key)
  }
  return deeds
}

async function peopleOf(stack: Stack): Promise<RehearsedPerson[]> {
  const path: string = '/v1.0/users?$select=id,mail,preferredLanguage&$top=999'
  const people: RehearsedPerson[] = []
  for (let next: string | undefined = path; next !== undefined;) {
    const answer = await fetch(stack.tenantUrl + next, { headers: { authorization: `Bearer ${await stack.backendToken()}` } })
    if (!answer.ok) throw new Error(`The directory answered ${answer.status}: ${await answer.text()}`)
    const page = (await answer.json()) as {
      value: { id: string; mail: string | null; preferredLanguage?: string | null }[]
      '@odata.nextLink'?: string
    }
    people.push(...page.value.map(({ id, mail, preferredLanguage }) => ({ id, mail, language: preferredLanguage ?? null })))
    next = page['@odata.nextLink']?.replace('https://graph.microsoft.com', '')
  }
  return people
}
