import { mergeStyles } from '@fluentui/react'

const active = '@media (forced-colors: active)'

/** Drawings keep their own colours under forced colours, so that a dark line may vanish on a black page. These give way to the system's. */
export const forced = {
  /** What the picture is about. */
  line: mergeStyles({ selectors: { [active]: { stroke: 'Highlight', strokeOpacity: '1' } } }),
  area: mergeStyles({ selectors: { [active]: { fill: 'Highlight', fillOpacity: 0.35 } } }),
  dot: mergeStyles({ selectors: { [active]: { fill: 'Highlight', stroke: 'Highlight' } } }),
  hollow: mergeStyles({ selectors: { [active]: { fill: 'Canvas', stroke: 'CanvasText' } } }),
  /** Scales and marks around it. */
  mark: mergeStyles({ selectors: { [active]: { stroke: 'CanvasText', strokeOpacity: '1' } } }),
  point: mergeStyles({ selectors: { [active]: { fill: 'CanvasText' } } }),
}
