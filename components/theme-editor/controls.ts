/** What can be set besides colours: sliders with their ends, lists with their choices. */
import type { TokenName } from './tokens.js';

export interface Slider {
  readonly name: TokenName;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly unit: '' | 'px' | 'em';
  /** Where the thumb stands while nothing is set. */
  readonly usual: number;
}

const slider = (
  name: TokenName,
  [least, most, step]: [number, number, number],
  unit: Slider['unit'],
  usual: number,
): Slider => ({
  name,
  least,
  most,
  step,
  unit,
  usual,
});

export const SHAPE: readonly Slider[] = [
  slider('radius', [0, 24, 1], 'px', 8),
  slider('radius-button', [0, 40, 1], 'px', 8),
  slider('border-width', [1, 4, 0.5], 'px', 1),
  slider('density', [0.75, 1.3, 0.05], '', 1),
  slider('control-size', [2, 4, 0.125], 'em', 2.75),
];

export const TYPE: readonly Slider[] = [
  slider('font-size', [14, 22, 0.5], 'px', 16),
  slider('font-size-heading', [1, 2.25, 0.0625], 'em', 1.0625),
  slider('weight-heading', [300, 900, 50], '', 650),
];

/** Families that every device has something for. */
export const FONTS = Object.freeze({
  sans: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  serif: "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Noto Serif', Georgia, serif",
  rounded: "ui-rounded, 'Hiragino Maru Gothic ProN', Nunito, Quicksand, 'Arial Rounded MT Bold', sans-serif",
  mono: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
});
