/** Changes whenever the wording of `enrolment.consent` does, so that nobody agrees to a text they did not see. */
export const consentVersion = '2026-11'
