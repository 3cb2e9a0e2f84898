import type { Figure } from './figures.js'

const head = ['', 'runs', 'median', 'worst', '× baseline', 'may take', '']

/** The figures as lines under each other, numbers to the right. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [head, ...figures.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const left = new Set([0, head.length - 1])
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (left.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const [first = [], ...others] = rows
  return [line(first), ...others.map(line)].join('\n')
}

function cellsOf({ name, times, medianMs, worstMs, ratio, limitMs, note }: Figure): string[] {
  const limit = limitMs === null ? '' : `${spanOf(limitMs)}${medianMs <= limitMs ? '' : ' (too slow)'}`
  return [name, String(times), spanOf(medianMs), spanOf(worstMs), ratio === null ? '' : ratio.toFixed(1), limit, note]
}

export const spanOf = (ms: number): string =>
  ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms >= 100 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(2)} ms`
