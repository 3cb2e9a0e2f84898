import { roles } from '@tandem/lists'
import { z } from 'zod'
import { PersonCard } from './directory.js'
import { endpoint, Nothing } from './endpoint.js'

export const ApprovalView = z.object({
  enrolment: z.string(),
  person: PersonCard,
  role: z.enum(roles),
  programme: z.string(),
  askedOn: z.string().nullable(),
  expiresOn: z.string(),
  /** What the answer asks of the person's working time, in a sentence. */
  effort: z.string(),
  state: z.enum(['waiting', 'approved', 'refused', 'expired', 'withdrawn']),
})
export type ApprovalView = z.output<typeof ApprovalView>

export const listApprovals = endpoint({
  name: 'listApprovals',
  who: 'person',
  method: 'GET',
  path: 'approvals',
  request: Nothing,
  response: z.object({ approvals: z.array(ApprovalView) }),
})

export const answerApproval = endpoint({
  name: 'answerApproval',
  who: 'person',
  method: 'POST',
  path: 'approvals',
  request: z.object({ enrolment: z.string(), decision: z.enum(['approve', 'refuse']) }),
  response: Nothing,
})
