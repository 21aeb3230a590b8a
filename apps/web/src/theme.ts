import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const lake: MantineColorsTuple = [
  '#edf7fa',
  '#d9ecf2',
  '#b0d8e3',
  '#84c3d4',
  '#61b1c7',
  '#4aa5bf',
  '#3793ad',
  '#2a7f98',
  '#1c667b',
  '#124f61',
]

/** Greys with a little of the lake in them, light to dark. */
const dark: MantineColorsTuple = [
  '#dfe6e9',
  '#b6c2c8',
  '#9aa8af',
  '#61707a',
  '#3d4a52',
  '#2e3940',
  '#222b31',
  '#1a2227',
  '#141a1e',
  '#0e1315',
]

const fonts = "'Figtree Variable', system-ui, sans-serif"

export const theme = createTheme({
  colors: { lake, dark },
  primaryColor: 'lake',
  primaryShade: { light: 8, dark: 7 },
  fontFamily: fonts,
  headings: { fontFamily: fonts, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})

/** Colours that Mantine leaves too faint for WCAG's 4.5 to 1. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8f8',
    '--mantine-color-text': '#1d2b31',
    '--mantine-color-dimmed': '#53636b',
    '--mantine-color-placeholder': '#65747b',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': lake[8],
    '--cpr-surface': '#ffffff',
    '--cpr-border': '#dbe3e6',
    '--cpr-done': '#1b6b3a',
    '--cpr-done-soft': '#e3f3e8',
    '--cpr-waiting': '#7a4f01',
    '--cpr-waiting-soft': '#fdf1d8',
    '--cpr-late': '#a3261f',
    '--cpr-late-soft': '#fce8e6',
    '--cpr-open': '#53636b',
    '--cpr-open-soft': '#eaeff1',
  },
  dark: {
    '--mantine-color-dimmed': dark[1],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-anchor': colors.lake?.[3] ?? lake[3],
    '--cpr-surface': dark[6],
    '--cpr-border': dark[4],
    '--cpr-done': '#8fdcab',
    '--cpr-done-soft': '#173524',
    '--cpr-waiting': '#f3cd7d',
    '--cpr-waiting-soft': '#3a2f14',
    '--cpr-late': '#ffb0a8',
    '--cpr-late-soft': '#43201d',
    '--cpr-open': dark[1],
    '--cpr-open-soft': dark[5],
  },
})
