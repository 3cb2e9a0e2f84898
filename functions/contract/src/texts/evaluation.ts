/** The scale of feedback and evaluation. */
export const evaluationTexts = {
  en: {
    'evaluation.five.1': '1 · Not at all',
    'evaluation.five.2': '2 · A little',
    'evaluation.five.3': '3 · Partly',
    'evaluation.five.4': '4 · Mostly',
    'evaluation.five.5': '5 · Very much',
  },
} satisfies { en: Record<string, string> }
