const font = "'Segoe UI', 'Segoe UI Web', system-ui, -apple-system, Roboto, sans-serif"
const colour = (normal: string, subtle: string) => ({ default: normal, subtle })
const foreground = {
  default: colour('#242424', '#5c5c5c'),
  dark: colour('#242424', '#5c5c5c'),
  light: colour('#ffffff', '#ebebeb'),
  accent: colour('#0f6cbd', '#115ea3'),
  good: colour('#0e700e', '#0b5a08'),
  warning: colour('#8a3707', '#7a2f05'),
  attention: colour('#b10e1c', '#960b18'),
}
const container = (backgroundColor: string) => ({ backgroundColor, foregroundColors: foreground })

/** How Outlook draws cards: Fluent's type and colours on white, whatever the colours of the window. */
export const hostConfig = {
  fontFamily: font,
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#e0e0e0' },
  fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 28, extraLarge: 32 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('#ffffff'),
    emphasis: container('#f5f5f5'),
    accent: container('#ebf3fc'),
    good: container('#f1faf1'),
    warning: container('#fdf6f3'),
    attention: container('#fdf3f4'),
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  textStyles: { heading: { size: 'large', weight: 'bolder' } },
  factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 160 }, value: { wrap: true }, spacing: 12 },
}
