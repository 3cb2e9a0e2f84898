const width = 48

/** How the time grows with the number of mentees, as bars; the power is the slope between neighbours in a drawing with two logarithmic axes. */
export function growthOf(points: readonly { readonly mentees: number; readonly ms: number }[]): string[] {
  const longest = Math.max(1, ...points.map(({ ms }) => ms))
  return points.map(({ mentees, ms }, at) => {
    const before = points[at - 1]
    const power = before
      ? `  grows with the power ${(Math.log(ms / before.ms) / Math.log(mentees / before.mentees)).toFixed(2)}`
      : ''
    const bar = '█'.repeat(Math.max(1, Math.round((width * ms) / longest)))
    return `${mentees.toLocaleString('en').padStart(7)}  ${bar} ${ms.toFixed(0)} ms${power}`
  })
}
