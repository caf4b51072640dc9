/**
 * The themes that ship; `themes/*.css` are written from this table. Light and dark each hold one half; those with character
 * hold both, and the page's `color-scheme` chooses. Lengths are in em of their own text: the page's root is anything.
 */
import type { TokenValues } from './tokens.js';

const pair = (light: string, dark: string): string => `light-dark(${light}, ${dark})`;

const LIGHT: TokenValues = {
  'color-scheme': 'light',
  'color-background': '#ffffff',
  'color-surface': '#ffffff',
  'color-text': '#1b1c22',
  'color-muted': '#5b5e6a',
  'color-border': '#dfe1e7',
  'color-field': '#868a97',
  'color-accent': '#2447c9',
  'color-on-accent': '#ffffff',
  'color-error': '#b3261e',
  'color-success': '#176c41',
  'color-warning': '#8a5a00',
  'color-focus': '#2447c9',
  radius: '8px',
};

const DARK: TokenValues = {
  'color-scheme': 'dark',
  'color-background': '#121318',
  'color-surface': '#1b1d24',
  'color-text': '#ecedf2',
  'color-muted': '#a6a9b6',
  'color-border': '#343742',
  'color-field': '#787c8b',
  'color-accent': '#a3b6ff',
  'color-on-accent': '#0f1530',
  'color-error': '#ffb4ab',
  'color-success': '#86d8aa',
  'color-warning': '#e3b341',
  'color-focus': '#a3b6ff',
  radius: '8px',
};

/** A printed catalogue: warm paper, a bookish serif, hairlines, forest green, room to breathe. */
const EDITORIAL: TokenValues = {
  'color-background': pair('#faf7f0', '#16140f'),
  'color-surface': pair('#fffdf8', '#1f1c16'),
  'color-text': pair('#211d16', '#f0eadd'),
  'color-muted': pair('#665d4e', '#b5ab98'),
  'color-border': pair('#ddd4c2', '#3b3529'),
  'color-field': pair('#8b8069', '#857a66'),
  'color-accent': pair('#21503f', '#a9d3bd'),
  'color-on-accent': pair('#fbf9f2', '#0e241a'),
  'color-error': pair('#9f2f16', '#ffb59f'),
  'color-success': pair('#3c6316', '#b7d68a'),
  'color-warning': pair('#87590a', '#e6bd62'),
  'color-focus': pair('#21503f', '#a9d3bd'),
  font: "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Noto Serif', Georgia, serif",
  'font-heading':
    "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, 'Noto Serif Display', Georgia, serif",
  'font-size': 'max(1.0625rem, 17px)',
  'font-size-heading': '1.5em',
  'weight-heading': '500',
  radius: '2px',
  gap: '1.25em',
  density: '1.05',
};

/** A market stall: round, loud and friendly, with buttons one wants to press. */
const ROUNDED: TokenValues = {
  'color-background': pair('#fdfaff', '#17101f'),
  'color-surface': pair('#ffffff', '#22192d'),
  'color-text': pair('#2a1743', '#f5edff'),
  'color-muted': pair('#67567e', '#bdaad3'),
  'color-border': pair('#e4d8f3', '#42324f'),
  'color-field': pair('#9379b6', '#8c76a6'),
  'color-accent': pair('#6b21d6', '#cdb0ff'),
  'color-on-accent': pair('#ffffff', '#260a52'),
  'color-error': pair('#b8124f', '#ffafc5'),
  'color-success': pair('#0b6b5a', '#7fdcc6'),
  'color-warning': pair('#8f5200', '#ffc46b'),
  'color-focus': pair('#b8124f', '#ffd166'),
  font: "ui-rounded, 'SF Pro Rounded', 'Hiragino Maru Gothic ProN', Nunito, Quicksand, Manjari, 'Arial Rounded MT Bold', Calibri, 'Trebuchet MS', sans-serif",
  'font-size-heading': '1.25em',
  'weight-heading': '800',
  radius: '16px',
  'radius-button': '999px',
  'border-width': '2px',
  'focus-width': '3px',
  shadow: `0 8px 20px -8px ${pair('rgb(107 33 214 / 55%)', 'rgb(0 0 0 / 60%)')}`,
  'control-size': '3em',
};

/** A till receipt: one typeface of one width, black lines, no corner rounded, nothing wasted. */
const MONO: TokenValues = {
  'color-background': pair('#ffffff', '#0b0b0b'),
  'color-surface': pair('#ffffff', '#0b0b0b'),
  'color-text': pair('#0b0b0b', '#f4f4f4'),
  'color-muted': pair('#595959', '#ababab'),
  'color-border': pair('#0b0b0b', '#6e6e6e'),
  'color-field': pair('#0b0b0b', '#f4f4f4'),
  'color-accent': pair('#0b0b0b', '#f4f4f4'),
  'color-on-accent': pair('#ffffff', '#0b0b0b'),
  'color-error': pair('#c20a1c', '#ff9c94'),
  'color-success': pair('#00692c', '#63d68b'),
  'color-warning': pair('#8a5700', '#f2c14e'),
  'color-focus': pair('#1440ff', '#8fb0ff'),
  font: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
  'font-size': 'max(0.9375rem, 15px)',
  'font-size-heading': '1em',
  'weight-heading': '700',
  radius: '0px',
  density: '0.9',
  'focus-width': '3px',
};

export const THEMES = Object.freeze({
  light: LIGHT,
  dark: DARK,
  editorial: EDITORIAL,
  rounded: ROUNDED,
  mono: MONO,
});

export type ThemeName = keyof typeof THEMES;
