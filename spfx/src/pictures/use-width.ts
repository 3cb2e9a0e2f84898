import * as React from 'react'

/**
 * The width an element has on the screen, in whole pixels. Pictures draw themselves at that width instead of being scaled, because a
 * scaled drawing shrinks its letters below what can be read.
 */
export function useWidth<E extends HTMLElement>(assumed: number): [React.RefObject<E>, number] {
  const ref = React.useRef<E>(null)
  const [width, setWidth] = React.useState(assumed)
  React.useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const measure = (): void => {
      const measured = Math.floor(element.getBoundingClientRect().width)
      if (measured > 0) setWidth(measured)
    }
    measure()
    if (typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
