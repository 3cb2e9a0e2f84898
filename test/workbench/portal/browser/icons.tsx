import * as React from 'react'

const paths = {
  home: 'M3 9.2 10 3l7 6.2V16a1 1 0 0 1-1 1h-3.5v-5h-5v5H4a1 1 0 0 1-1-1z',
  mail: 'M3 5.5h14v9.5H3zM3 6l7 5 7-5',
  calendar: 'M3.5 4.5h13v12h-13zM3.5 8h13M7 2.5v3M13 2.5v3',
  approvals: 'M10 2.5 16.5 5v4.6c0 3.6-2.6 6.3-6.5 7.9-3.9-1.6-6.5-4.3-6.5-7.9V5zM7 10l2.2 2.2L13.2 8',
  people:
    'M7.2 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.5 16c0-2.6 2-4.2 4.7-4.2s4.7 1.6 4.7 4.2M13 9.2a2.3 2.3 0 1 0 0-4.6M14.2 11.8c2 .3 3.3 1.7 3.3 3.7',
  clock: 'M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 6v4.3l3 1.7',
  back: 'M12.5 4 6.5 10l6 6',
  forward: 'M7.5 4l6 6-6 6',
  close: 'M4.5 4.5l11 11M15.5 4.5l-11 11',
  video: 'M2.5 6h9.5v8H2.5zM12 9l5.5-3v8L12 11z',
  search: 'M8.7 14a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6zM12.6 12.6 17 17',
  news: 'M10 3.2a4.6 4.6 0 0 1 4.6 4.6v3.1l1.4 2.6H4l1.4-2.6V7.8A4.6 4.6 0 0 1 10 3.2zM8 15.5a2 2 0 0 0 4 0',
  list: 'M3.5 4.5h13v11h-13zM3.5 8h13M3.5 11.7h13M8 8v7.5',
  check: 'M4 10.5l4 4 8-9',
} as const
export type IconName = keyof typeof paths

/** Decoration beside words; a button that shows only an icon says its name itself. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): React.ReactElement {
  return (
    <svg className="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}

export function Waffle(): React.ReactElement {
  const dots = [3, 8.5, 14]
  return (
    <svg className="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
      {dots.flatMap((x) =>
        dots.map((y) => <rect key={`${x} ${y}`} x={x} y={y} width="3" height="3" rx="0.6" fill="currentColor" />),
      )}
    </svg>
  )
}

/** A person's initials on a colour that is always the same for that person. */
export function Coin({ name, size = 32 }: { readonly name: string; readonly size?: number }): React.ReactElement {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word))
  const initials = [words[0], words.length > 1 ? words[words.length - 1] : undefined].map((word) => word?.[0] ?? '').join('')
  let hash = 0
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) % 360
  return (
    <span
      className="coin"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.38, backgroundColor: `hsl(${hash} 42% 32%)` }}
    >
      {initials || name[0]}
    </span>
  )
}
