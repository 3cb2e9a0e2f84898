import { createTheme } from '@fluentui/theme'

export type ThemeName = 'light' | 'dark'

/** SharePoint's theme "Teal", which the local site wears, and its inverted section theme, in the form SPFx hands to web parts. */
export function themeNamed(name: ThemeName): object {
  if (name === 'light')
    return createTheme({
      isInverted: false,
      palette: {
        themeDarker: '#024446',
        themeDark: '#025c5f',
        themeDarkAlt: '#026d70',
        themePrimary: '#03787c',
        themeSecondary: '#13898d',
        themeTertiary: '#49aeb1',
        themeLight: '#98d6d8',
        themeLighter: '#c5e9ea',
        themeLighterAlt: '#f0f9fa',
      },
    })
  return createTheme({
    isInverted: true,
    palette: {
      themeDarker: '#9fe0e2',
      themeDark: '#7fd0d3',
      themeDarkAlt: '#5cc0c4',
      themePrimary: '#45b3b7',
      themeSecondary: '#2a9ca0',
      themeTertiary: '#1f6a6d',
      themeLight: '#0a5256',
      themeLighter: '#083f42',
      themeLighterAlt: '#0a2f31',
      black: '#ffffff',
      neutralDark: '#faf9f8',
      neutralPrimary: '#f3f2f1',
      neutralPrimaryAlt: '#c8c6c4',
      neutralSecondary: '#a19f9d',
      neutralSecondaryAlt: '#979693',
      neutralTertiary: '#797775',
      neutralTertiaryAlt: '#484644',
      neutralQuaternary: '#3b3a39',
      neutralQuaternaryAlt: '#323130',
      neutralLight: '#292827',
      neutralLighter: '#252423',
      neutralLighterAlt: '#201f1e',
      white: '#1b1a19',
    },
  })
}
