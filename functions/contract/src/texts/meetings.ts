/** Events in Outlook, and what is asked after a meeting. */
export const meetingTexts = {
  en: {
    'event.subject': 'Tandem: {mentor} and {mentee}, meeting {number}',
    'event.body': 'Time for the two of you: {mentor} and {mentee}. You can move this meeting in Outlook like any other.',
    'event.kick-off':
      'This is your first meeting. Get to know one another, and agree what you would like to learn and how you would like to work together.',
    'event.going-on': 'Begin with what you have tried out since last time.',
    'event.privacy': 'What you discuss stays between you. Please do not record or transcribe it.',
    'mail.ask-feedback.subject': 'How was meeting {number} with {partner}?',
    'mail.ask-feedback.heading': 'How was it?',
    'mail.ask-feedback.body':
      'Dear {reader}, meeting {number} with {partner} was in your calendar. Did it take place, and was it useful?\n\nYou can answer on the accessible page behind the button, or in the card in this mail where your mail program shows it. Without an answer we take it that you met.',
    'mail.ask-feedback.button': 'Answer on the page',
    'card.feedback.heading': 'Meeting {number} with {partner}',
    'card.feedback.intro': 'Did it take place?',
    'card.feedback.useful': 'How useful was it for you? You may leave this open.',
    'card.feedback.privacy':
      'How useful it was for you goes into averages of at least five people, and nowhere else. Whether you met counts for your tandem.',
    'card.feedback.yes': 'Yes, we met',
    'card.feedback.no': 'No, it did not take place',
  },
} satisfies { en: Record<string, string> }
