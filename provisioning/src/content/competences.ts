import type { StarterRow } from '../wanted.js'

type Row = { readonly Name: string; readonly About: string; readonly FirstHour: string; readonly Area: string }

const rows: Readonly<Record<string, Row>> = {
  'judging-information': {
    Name: 'Judging information',
    About: 'Telling reliable information from the rest, also when a machine wrote it.',
    FirstHour:
      'Each brings one message that sounded convincing. Find out together who wrote it, when, and what the source says; note which step settled it.',
    Area: 'information',
  },
  sharing: {
    Name: 'Sharing knowledge',
    About: 'Passing on files and findings so that others can use them, and only those who may.',
    FirstHour:
      'Take a file that was sent around as an attachment. Put it in one place, share it with exactly the people who need it, and look at it as one of them.',
    Area: 'working together',
  },
  collaborating: {
    Name: 'Working together online',
    About: 'Writing, planning and deciding together at a distance.',
    FirstHour:
      'Write the plan for your meetings in one document at the same time: one drafts, the other comments, then swap. Decide one open point in writing.',
    Area: 'working together',
  },
  'creating-content': {
    Name: 'Creating content',
    About: 'Making texts, pictures, tables and short films that reach people.',
    FirstHour:
      'Choose a page nobody reads to the end. Rewrite its first three sentences, replace one paragraph by a picture, and ask a third person what they remember.',
    Area: 'creating',
  },
  security: {
    Name: 'Staying safe',
    About: 'Recognising fraud, and protecting devices and accounts.',
    FirstHour:
      'Go through the last ten mails that asked for something. Say for each what would give a fraud away. Then check together how your own accounts are protected.',
    Area: 'safety',
  },
  privacy: {
    Name: 'Protecting personal data',
    About: 'Knowing what may be stored and shown about people, and keeping to it.',
    FirstHour:
      'Open a table with names in it. Ask of each column who needs it, for how long, and where it may be shown. Take out what has no answer.',
    Area: 'safety',
  },
  'choosing-tools': {
    Name: 'Choosing tools',
    About: 'Finding the right digital tool for a task, and doing without one where it does not help.',
    FirstHour:
      'Name a task that takes an hour every week. Try it with two tools you already have, and once without. Compare minutes and mistakes, not features.',
    Area: 'tools',
  },
  'working-with-ai': {
    Name: 'Working with AI',
    About: 'Asking an assistant well, checking what it answers, and knowing what not to hand over.',
    FirstHour:
      'Ask an assistant the same question three ways: short, with background, with an example. Check one fact in each answer. Agree on what neither of you would ever paste in.',
    Area: 'tools',
  },
}

/** The eight a programme begins with; their keys are those of the programmes' settings. */
export const competenceRows: readonly StarterRow[] = Object.entries(rows).map(([key, fields], at) => ({
  key,
  fields: { ...fields, Position: at + 1 },
}))
