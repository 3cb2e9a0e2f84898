import type { ProofView, Say } from '@tandem/contract'
import type { Tandem } from '@tandem/lists'
import { cardOf, type Organisation } from '../directory/directory.js'

/** The stored proof with names: who stands above each of the two, up to where the lines meet. */
export function proofView(organisation: Organisation, tandem: Tandem, say: Say): ProofView {
  const { commonSuperiorId, menteePath, mentorPath } = tandem.Proof
  const card = (id: string) => cardOf(organisation, id)
  const [mentee, mentor] = [card(tandem.Mentee).name, card(tandem.Mentor).name]
  const superior = commonSuperiorId === null ? null : card(commonSuperiorId)
  const values = {
    mentee,
    mentor,
    superior: superior?.name ?? '',
    menteeSteps: menteePath.length,
    mentorSteps: mentorPath.length,
  }
  return {
    sentence: say({ key: superior ? 'matching.proof' : 'matching.proof-apart', values }),
    commonSuperior: superior,
    menteePath: menteePath.map(card),
    mentorPath: mentorPath.map(card),
  }
}
