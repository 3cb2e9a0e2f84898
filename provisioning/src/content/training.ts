import type { StarterRow } from '../wanted.js'

export const trainingRows: readonly StarterRow[] = [
  {
    key: 'why-reverse',
    fields: {
      Name: 'Why the junior one is the mentor',
      For: 'both',
      Minutes: 5,
      Lesson:
        'In most mentoring experience flows downwards. Here it flows towards whoever asks: one of you knows the tools, the other knows the house. Neither reports to the other, at any distance, so both can say what they think.\n\nTry: tell your partner one thing you do not know, before they do.',
      Position: 1,
    },
  },
  {
    key: 'discretion',
    fields: {
      Name: 'What stays between you',
      For: 'both',
      Minutes: 5,
      Lesson:
        'What you tell each other is nobody else’s business. Managers learn whether somebody takes part and nothing more. The programme team sees averages of five people or more. Meetings are not recorded. If something worries you about how somebody behaves, there is a person of trust outside the programme team.\n\nTry: agree on the sentence "this stays here", and use it.',
      Position: 2,
    },
  },
  {
    key: 'questions',
    fields: {
      Name: 'Asking instead of explaining',
      For: 'mentor',
      Minutes: 10,
      Lesson:
        'Whoever is shown everything remembers little. Ask first: what have you tried, what did you expect, what happened instead? Then show only the step that is missing. Silence while somebody looks for a button is part of learning.\n\nTry: in the next meeting count your questions and your explanations. Aim for more of the first.',
      Position: 3,
    },
  },
  {
    key: 'blunt-and-kind',
    fields: {
      Name: 'Being blunt with someone senior',
      For: 'mentor',
      Minutes: 10,
      Lesson:
        'You were asked because you will say it. Say what you saw, what it does, and what you would try: "You answered while she was talking. Two people stopped. Wait for three seconds." Not what somebody is like, but what they did.\n\nTry: write one such sentence for something you noticed this week, and say it.',
      Position: 4,
    },
  },
  {
    key: 'being-a-beginner',
    fields: {
      Name: 'Being a beginner again',
      For: 'mentee',
      Minutes: 10,
      Lesson:
        'You are used to being good at what you do in front of others. Here slow is right. Bring real work, not an exercise; let yourself be watched; do not delegate the part you find hard.\n\nTry: bring the task you would usually hand to somebody else.',
      Position: 5,
    },
  },
  {
    key: 'time',
    fields: {
      Name: 'Guarding the time',
      For: 'mentee',
      Minutes: 5,
      Lesson:
        'You decide over your calendar more freely than your mentor does. A meeting you move twice tells the other one what it is worth. If it has to move, move it yourself and propose the new time in the same message.\n\nTry: look at the next two dates now and protect them.',
      Position: 6,
    },
  },
]
