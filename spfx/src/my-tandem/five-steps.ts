import { useSay, type ScaleStep } from '../ui'

/** 1 not at all … 5 very. */
export function useFiveSteps(): ScaleStep[] {
  const say = useSay()
  return [1, 2, 3, 4, 5].map((value) => ({ value, name: say(`page.my.five.${value}`) }))
}
