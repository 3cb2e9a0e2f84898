/** Programme, directory, steps: what the programme team reads. */
export const programmeTexts = {
  en: {
    'blueprint.ten-phases': 'Ten phases',
    'blueprint.ten-phases.about':
      'People assess themselves first, and the assessment decides who fits whom. One mentor takes up to three mentees; each tandem meets at least four times; a second assessment shows what has changed.',
    'phase.inviting': 'Invitation',
    'phase.assessing': 'Assessment',
    'phase.matching': 'Matching',
    'phase.running': 'Meetings',
    'phase.evaluating': 'Evaluation',
    'phase.closed': 'Closed',
    'attention.invite': 'The programme is set up. Choose whom to invite.',
    'attention.run-matching':
      '{ready, plural, one {One person has} other {# people have}} assessed themselves. Run the matching.',
    'attention.publish': '{tandems, plural, one {One tandem is} other {# tandems are}} proposed. Review them, then publish.',
    'attention.decide':
      '{people, plural, one {One volunteer has} other {# volunteers have}} no manager in the directory. Please decide for {people, plural, one {this person} other {them}}.',
    'attention.inviting':
      '{volunteered} of {invited} invited people have volunteered so far. You can close the invitations early.',
    'attention.assessing':
      '{assessed} of {approved} approved people have assessed themselves so far. You can close the assessment early.',
    'attention.report': 'The programme is over. Read what has changed.',
    'step.refused': '{message}',
    'step.stuck':
      'A step could not be carried out although it was tried several times ({kind}). Try it again; if it fails once more, ask your administrator.',
    'step.no-mail':
      '{name} has no mail address in the directory, so nothing could be sent or booked. Ask for one to be entered, then try again.',
    'step.no-slot': '{mentee} and {mentor} have no common free time within four weeks. Ask them to make room, then try again.',
    'directory.no-mail': '{name} has no mail address and cannot be invited.',
    'directory.doubled':
      '{name} has the same address ({address}) as {other}, so mail would reach the wrong person. Only {other} can be invited.',
    'directory.no-department':
      'The directory does not say which department {name} belongs to. No tandem can be proven to cross departments, so none is made.',
    'directory.own-manager': 'The directory says that {name} is their own manager. This is read as having none.',
    'directory.unknown-manager': 'The manager of {name} is not in the directory. This is read as having none.',
    'directory.manager-cycle':
      '{name} is part of a ring in which people manage one another. None of them can be in a tandem with anybody in or below the ring.',
    'invitation.not-active': '{name} is not an active employee.',
    'invitation.doubled': '{name} shares an address with somebody else, so mail would reach the wrong person.',
  },
} satisfies { en: Record<string, string> }
