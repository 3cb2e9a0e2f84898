import type { StarterRow } from '../wanted.js'

const steps = (...lines: readonly string[]): string => lines.map((line, at) => `${at + 1}. ${line}`).join('\n')

export const toolkitRows: readonly StarterRow[] = [
  {
    key: 'first-meeting',
    fields: {
      Name: 'The first meeting',
      Moment: 'beginning',
      Minutes: 60,
      Guide: steps(
        'Ten minutes each: what you do on an ordinary Tuesday, and what you would like to be better at. No titles.',
        'Agree on what stays between you. Nothing you say here is written down by the programme.',
        'The mentee names one thing that took too long last month. Look at it together, on the real screen.',
        'Say what each of you wants to have by the last meeting, in one sentence.',
        'Decide who brings the topic next time. It need not always be the mentor.',
      ),
      Position: 1,
    },
  },
  {
    key: 'agreement',
    fields: {
      Name: 'What we agree on',
      Moment: 'beginning',
      Minutes: 20,
      Guide: steps(
        'How we reach each other between meetings, and how quickly we expect an answer.',
        'Who moves a meeting when something gets in the way, and how late that may happen.',
        'How we say that something does not help. Try the sentence once, while nothing is wrong.',
        'Whether anybody may know that we talk about a certain topic. If unsure: nobody.',
      ),
      Position: 2,
    },
  },
  {
    key: 'learning-goal',
    fields: {
      Name: 'From a wish to something you can see',
      Moment: 'beginning',
      Minutes: 30,
      Guide: steps(
        'Write the wish as it comes: "I would like to understand …".',
        'Ask what you would do differently on Monday if it had come true.',
        'Turn that into something a third person could see happen.',
        'Choose the smallest part of it that fits into one meeting, and begin there.',
      ),
      Position: 3,
    },
  },
  {
    key: 'show-me',
    fields: {
      Name: 'Show me, then let me',
      Moment: 'meeting',
      Minutes: 45,
      Guide: steps(
        'The mentor does it once at ordinary speed and says nothing.',
        'A second time, slowly: what I look at, what I decide, what I ignore.',
        'The mentee does it. The mentor keeps both hands off the keyboard and answers only what is asked.',
        'The mentee says aloud where it went wrong, and does it once more.',
        'Write down the one step that is easily forgotten.',
      ),
      Position: 4,
    },
  },
  {
    key: 'other-way-round',
    fields: {
      Name: 'The other way round',
      Moment: 'meeting',
      Minutes: 45,
      Guide: steps(
        'This time the mentor asks: a decision, a negotiation, a career step the mentee has lived through.',
        'The mentee tells what happened, including what went badly.',
        'The mentor says what a younger colleague would have needed to hear at the time.',
        'Both note one thing they will do with it.',
      ),
      Position: 5,
    },
  },
  {
    key: 'stuck',
    fields: {
      Name: 'When it does not move',
      Moment: 'difficulty',
      Minutes: 20,
      Guide: steps(
        'Each says separately what the last meeting was worth, from one to five, and why not one less.',
        'Look at the goal again: too large, no longer wanted, or never yours?',
        'Change one thing only: the topic, the rhythm, the place or the roles.',
        'If it is about the two of you, either may ask the programme team for another partner. No reason has to be given to anybody else.',
      ),
      Position: 6,
    },
  },
  {
    key: 'last-meeting',
    fields: {
      Name: 'The last meeting',
      Moment: 'end',
      Minutes: 60,
      Guide: steps(
        'Read what each of you wanted at the beginning. Say what became of it, and what came instead.',
        'The mentee shows something that was not possible before.',
        'Each tells the other one thing they learned about working together.',
        'Decide whether and how you stay in touch. "Not" is a good answer too.',
      ),
      Position: 7,
    },
  },
]
