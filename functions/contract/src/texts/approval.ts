/** What line managers read. */
export const approvalTexts = {
  en: {
    'mail.ask-approver.subject': '{name} would like to take part in {programme}',
    'mail.ask-approver.heading': 'May {name} take part?',
    'mail.ask-approver.body':
      'Dear {reader}, {name} has volunteered as a {role} in {programme}. It takes about {meetings} hours of working time over half a year.\n\nPlease say yes or no within {days} days. You will learn nothing else about it: not the partner, not the topics, not the result.',
    'mail.ask-approver.button': 'Answer',
    'approval.effort-mentee': 'About {meetings} meetings of {minutes} minutes over half a year, in working time.',
    'approval.effort-mentor':
      'About {meetings} meetings of {minutes} minutes {capacity, plural, one {with one mentee} other {with each of up to # mentees}} over half a year, in working time.',
  },
} satisfies { en: Record<string, string> }
