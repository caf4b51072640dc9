/**
 * A bar chart, drawn by ourselves: bars on a line, some with a value below it. A chart library would be twenty times as large and
 * write inline styles, which our policy forbids. It is a picture; the numbers stand in a table beside it.
 */
// The minifier of templates knows no `<rect />`: written with an end, it stays one.
import { html, svg, type TemplateResult } from 'lit';

export interface Bar {
  readonly value: number;
  /** In words, for who points at it. */
  readonly title: string;
}

export interface ChartOptions {
  readonly bars: readonly Bar[];
  /** A value on the scale, in few characters. */
  readonly scale: (value: number) => string;
  /** Under the first and the last bar. */
  readonly ends: readonly [string, string];
  /** Time runs from right to left. */
  readonly rtl: boolean;
}

const WIDTH = 1000;
const HEIGHT = 240;

export function renderChart({ bars, scale, ends, rtl }: ChartOptions): TemplateResult {
  const top = nice(Math.max(0, ...bars.map(({ value }) => value)));
  const bottom = -nice(Math.max(0, ...bars.map(({ value }) => -value)));
  const span = top - bottom || 1;
  const y = (value: number): number => ((top - value) / span) * HEIGHT;
  const step = WIDTH / Math.max(1, bars.length);
  const width = Math.max(1, Math.min(step * 0.72, 48));
  const lines = [...new Set(bottom < 0 ? [top, 0, bottom] : [top, top / 2, 0])];
  // Labels stand at even distances: between a top and a bottom that are not equal, only those two can.
  const labels = bottom < 0 ? [top, bottom] : lines;
  return html`<div class="chart" aria-hidden="true">
    <div class="scale small muted">${labels.map((value) => html`<span>${scale(value)}</span>`)}</div>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
      ${lines.map((value) => svg`<line class=${value === 0 ? 'zero' : 'grid'} x1="0" x2=${WIDTH} y1=${y(value)} y2=${y(value)}></line>`)}
      ${bars.map(({ value, title }, i) => {
        const x = step * (rtl ? bars.length - 1 - i : i) + (step - width) / 2;
        const [from, to] = value < 0 ? [y(0), y(value)] : [y(value), y(0)];
        // The whole column can be pointed at: a bar may be a hair.
        return svg`<g class="bar">
          <rect class="column" x=${step * (rtl ? bars.length - 1 - i : i)} y="0" width=${step} height=${HEIGHT}></rect>
          <rect class=${value < 0 ? 'value below' : 'value'} x=${x} y=${from} width=${width} height=${Math.max(value === 0 ? 0 : 1.5, to - from)}></rect>
          <title>${title}</title>
        </g>`;
      })}
    </svg>
    <div class="ends small muted"><span>${ends[0]}</span><span>${ends[1]}</span></div>
  </div>`;
}

/** The next of 1, 2, 3, 4, 5, 8 × 10ⁿ: a scale whose half is a number, too. */
export function nice(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const found = [1, 2, 3, 4, 5, 8, 10].find((each) => each * power >= value) ?? 10;
  return found * power;
}
