/** Why two people are brought together, and why somebody is not. `excluded` of `of` counts the partners a rule ruled out. */
export const matchingTexts = {
  en: {
    'matching.ran':
      '{matched, plural, one {One tandem} other {# tandems}} proposed; of those who were ready {left, plural, =0 {nobody stays} one {one person stays} other {# people stay}} without one.',
    'matching.proof':
      '{mentee} and {mentor} are independent of one another: their lines of reporting meet only at {superior}, {menteeSteps, plural, one {one step} other {# steps}} above {mentee} and {mentorSteps, plural, one {one step} other {# steps}} above {mentor}.',
    'matching.proof-apart': '{mentee} and {mentor} are independent of one another: their lines of reporting never meet.',
    'mail.introduce-mentee.subject': 'Meet your mentor: {partner}',
    'mail.introduce-mentee.heading': 'You and {partner} are a tandem',
    'mail.introduce-mentee.body':
      'Dear {reader}, {partner} ({place}) will be your mentor in {programme}. Your first meeting appears in both calendars in a moment.\n\nWhat speaks for the two of you, and more on your page:',
    'mail.introduce-mentee.button': 'Open my tandem',
    'mail.introduce-mentor.subject': 'Meet your mentee: {partner}',
    'mail.introduce-mentor.heading': 'You and {partner} are a tandem',
    'mail.introduce-mentor.body':
      'Dear {reader}, you will be the mentor of {partner} ({place}) in {programme}. Your first meeting appears in both calendars in a moment.\n\nWhat speaks for the two of you, and more on your page:',
    'mail.introduce-mentor.button': 'Open my tandem',
    'reason.covers-competences': 'The mentor is strong where the mentee would like to catch up: {competences}.',
    'reason.meets-standard-already': 'The mentee already meets the standard of the programme, so the two can go deeper.',
    'reason.shared-topics': 'Both would like to talk about {topics}.',
    'reason.same-office': 'Both work in the same place, {office}.',
    'reason.same-country': 'Both work in the same country, {country}.',
    'reason.within-one-hour': 'Their working hours are nearly the same.',
    'reason.within-three-hours': 'Their working hours differ by no more than {hours} hours.',
    'reason.within-six-hours': 'Their working hours overlap for part of the day.',
    'reason.independent-lines':
      'Neither can influence the review of the other: their lines of reporting meet only at {commonSuperior}.',
    'reason.no-common-superior': 'Neither can influence the review of the other: their lines of reporting never meet.',
    'reason.different-departments': 'They come from different departments: {menteeDepartment} and {mentorDepartment}.',
    'reason.different-worlds':
      'They come from different worlds: {menteeFunction} in {menteeDepartment}, and {mentorFunction} in {mentorDepartment}.',
    'reason.shared-language': 'They share {languagesCount, plural, one {a language} other {languages}}: {languages}.',
    'reason.mentor-reports-to-mentee':
      'All possible partners were ruled out; {excluded} of {of} because they stand in the same line of reporting.',
    'reason.mentee-reports-to-mentor':
      'All possible partners were ruled out; {excluded} of {of} because they stand in the same line of reporting.',
    'reason.mentee-not-in-directory': 'The mentee is not in the directory, so nobody can be proven to be independent.',
    'reason.mentor-not-in-directory': 'The mentor is not in the directory, so nobody can be proven to be independent.',
    'reason.same-manager': 'All possible partners were ruled out; {excluded} of {of} because they have the same line manager.',
    'reason.same-department':
      'All possible partners were ruled out; {excluded} of {of} because they work in the same department.',
    'reason.departments-unknown':
      'The directory does not say which department the people concerned belong to ({excluded} of {of} possible partners).',
    'reason.mentee-department-unknown':
      'The directory does not say which department the mentee belongs to ({excluded} of {of} possible partners).',
    'reason.mentor-department-unknown':
      'The directory does not say which department the mentor belongs to ({excluded} of {of} possible partners).',
    'reason.no-shared-language': 'All possible partners were ruled out; {excluded} of {of} because there was no common language.',
    'reason.ruled-out': 'The programme team has ruled out all possible partners.',
    'reason.no-mutual-choice': 'There was no mutual choice.',
    'reason.more-mentees-than-places': '{rivals} mentees came into question for {places} places, and all places are taken.',
    'reason.places-left-only-elsewhere':
      '{rivals} mentees came into question for {places} places; the places that are left are with mentors who do not come into question.',
    'reason.mentees-are-with-others':
      '{possibleMentees, plural, one {One mentee} other {# mentees}} would have come into question and fit better with another mentor.',
    'reason.offers-no-place': 'No place was offered.',
    'reason.nobody-offers-a-place': 'Nobody offered a place.',
    'reason.nobody-asks-for-a-place': 'Nobody asked for a place.',
    'unmatched.competition':
      '{rivals, plural, one {One mentee has} other {These # mentees share}} only {mentors, plural, one {one mentor} other {# mentors}} with {places, plural, =0 {no place at all} one {one place} other {# places}}, and {mentee} was left over. They are {people}; {mentors, plural, one {the mentor is} other {the mentors are}} {other}.',
    'unmatched.competition-in-language':
      '{rivals, plural, one {One mentee has} other {These # mentees share}} only {mentors, plural, one {one mentor who speaks} other {# mentors who speak}} {languages}, with {places, plural, =0 {no place at all} one {one place} other {# places}}, and {mentee} was left over. They are {people}; {mentors, plural, one {the mentor is} other {the mentors are}} {other}.',
    'unmatched.minimum':
      '{mentee} could only be with mentors who would not have reached their minimum then, or who have no place left: {other}.',
    'unmatched.not-listed': 'No mentor is listed for {mentee}.',
    'unmatched.names': '{people}',
    'unmatched.names-and-more': '{people} and {left, plural, one {one more} other {# more}}',
    'unmatched.no-candidate': 'No mentor may teach {mentee}, and not for one reason alone.',
    'unmatched.reporting-line': 'Every mentor stands in one line of reporting with {mentee}.',
    'unmatched.same-manager': 'Every mentor has the same line manager as {mentee}.',
    'unmatched.same-department': 'Every mentor works in the same department as {mentee}.',
    'unmatched.no-shared-language': 'No mentor shares a language with {mentee}.',
    'unmatched.same-person': 'The only mentor is {mentee}, and nobody is their own mentor.',
    'unmatched.veto': 'There is no mutual choice between {mentee} and any mentor.',
    'unmatched.forbidden': 'The programme team has ruled out every mentor for {mentee}.',
  },
} satisfies { en: Record<string, string> }
