import type { Settings } from '@tandem/lists'

export type Blueprint = { readonly key: string; readonly settings: Settings }

/** The eight competences people assess themselves in; a short form after the areas of DigComp, in our own words. */
const competences = [
  { key: 'judging-information', required: 5 },
  { key: 'sharing', required: 4 },
  { key: 'collaborating', required: 5 },
  { key: 'creating-content', required: 4 },
  { key: 'security', required: 5 },
  { key: 'privacy', required: 5 },
  { key: 'choosing-tools', required: 4 },
  { key: 'working-with-ai', required: 4 },
]

export const topics = [
  'ai-assistants',
  'automation',
  'collaboration-tools',
  'customer-channels',
  'data-and-dashboards',
  'new-ways-of-working',
  'online-meetings',
  'security-at-work',
  'social-media',
]

/** Assessment decides who fits whom; one mentor for up to three mentees; at least four meetings; a second assessment closes it. */
const tenPhases: Blueprint = {
  key: 'ten-phases',
  settings: {
    competences,
    topics,
    selection: { menteeMinReports: 1, mentorMaxReports: 0, seed: 1 },
    mentorCapacity: 3,
    minLoad: 1,
    meetings: 4,
    meetingMinutes: 60,
    meetingGapDays: 14,
    firstMeetingAfterDays: 5,
    invitationDays: 21,
    approvalDays: 10,
    assessmentDays: 14,
    runningDays: 150,
    evaluationDays: 14,
  },
}

export const blueprints: readonly Blueprint[] = [tenPhases]

export const blueprintOf = (key: string): Blueprint | undefined => blueprints.find((blueprint) => blueprint.key === key)
