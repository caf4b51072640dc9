/** Reads the theme as it really is on this element, as plain colours for the gateway's own style option. */
import type { Appearance } from '../../src/gateways/gateway.js';

export function appearanceOf(host: HTMLElement): Appearance {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.borderRadius = 'var(--_radius)';
  host.shadowRoot?.append(probe);
  const computed = getComputedStyle(probe);
  const color = (value: string): string => {
    probe.style.color = value;
    return computed.color;
  };
  try {
    return Object.freeze<Appearance>({
      scheme: color('light-dark(#fff, #000)') === 'rgb(0, 0, 0)' ? 'dark' : 'light',
      colorText: color('var(--_text)'),
      colorMuted: color('var(--_muted)'),
      colorSurface: color('var(--_surface)'),
      colorBorder: color('var(--_field)'),
      colorAccent: color('var(--_accent)'),
      colorError: color('var(--_error)'),
      radius: computed.borderTopLeftRadius,
      fontFamily: computed.fontFamily,
      fontSize: `${Math.max(16, parseFloat(computed.fontSize))}px`,
    });
  } finally {
    probe.remove();
  }
}
