import { registerApprovals } from './approval/approvals.http.js'
import { approvalDeeds } from './approval/deeds.js'
import { registerAssessment } from './assessment/assessment.http.js'
import { assessmentDeeds } from './assessment/deeds.js'
import { callers } from './caller.js'
import { cardTokens } from './cards/card-token.js'
import { registerCards } from './cards/cards.http.js'
import { openDirectory } from './directory/directory.js'
import { registerAnswers } from './enrolment/answer.http.js'
import { enrolmentDeeds } from './enrolment/deeds.js'
import { registerMe } from './enrolment/me.http.js'
import type { Environment } from './environment.js'
import { registerEvaluation } from './evaluation/evaluation.http.js'
import { openGraph, type Transport } from './graph.js'
import { postFrom } from './mail/post.js'
import { tandemDeeds } from './matching/deeds.js'
import { registerMatching } from './matching/matching.http.js'
import { graphCalendars } from './meetings/calendars.js'
import { meetingDeeds } from './meetings/deeds.js'
import { registerMeetings } from './meetings/meetings.http.js'
import type { Parts } from './parts.js'
import { programmeDeeds } from './programme/deeds.js'
import { registerPeople } from './programme/people.http.js'
import { registerProgrammes } from './programme/programmes.http.js'
import { programmesQueue, registerWorkflow } from './programme/workflow.js'
import { sealer } from './seal.js'
import { server } from './serve.js'
import { openSite } from './sharepoint.js'
import { openStores } from './stores/stores.js'
import type { TokenSource } from './tokens.js'

/** What differs between a tenant of Microsoft's and the stand-in, and between now and a rehearsed half-year; handed in, never switched. */
export type Surroundings = {
  readonly environment: Environment
  readonly tokenFor: TokenSource
  readonly transport: Transport
  /** Where the keys that sign people's tokens are published. */
  readonly keysUrl: URL
  readonly clock: () => Date
}

/** Builds everything once and registers every function. */
export function registerTandem({ environment, tokenFor, transport, keysUrl, clock }: Surroundings): void {
  const graph = openGraph(tokenFor, transport)
  const seal = sealer(environment.TANDEM_SEAL_KEY)
  const parts: Parts = {
    environment,
    stores: openStores(openSite(environment.TANDEM_SITE_URL, tokenFor), seal),
    directory: openDirectory(graph),
    calendars: graphCalendars(graph, environment.TANDEM_SENDER),
    post: postFrom(graph, environment.TANDEM_SENDER),
    sealer: seal,
    cardTokens: cardTokens(environment.TANDEM_CARD_KEY),
    now: () =>
      clock()
        .toISOString()
        .replace(/\.\d{3}Z$/, 'Z'),
  }
  const serve = server(callers(environment, keysUrl), programmesQueue)
  registerProgrammes(serve, parts)
  registerPeople(serve, parts)
  registerMe(serve, parts)
  registerAnswers(serve, parts)
  registerApprovals(serve, parts)
  registerAssessment(serve, parts)
  registerMatching(serve, parts)
  registerMeetings(serve, parts)
  registerEvaluation(serve, parts)
  registerCards(serve, parts)
  registerWorkflow(parts, {
    ...enrolmentDeeds(parts),
    ...approvalDeeds(parts),
    ...assessmentDeeds(parts),
    ...tandemDeeds(parts),
    ...meetingDeeds(parts),
    ...programmeDeeds(parts),
  })
}
