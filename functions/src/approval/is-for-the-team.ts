import type { Enrolment } from '@tandem/lists'
import type { Organisation } from '../directory/directory.js'

/** The programme team decides where the directory names no manager, and where the manager who was asked has left. */
export const isForTheTeam = ({ Approver: approver }: Pick<Enrolment, 'Approver'>, { byId }: Organisation): boolean =>
  approver === null || byId.get(approver)?.active !== true
