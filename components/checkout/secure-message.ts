/** Draws a security message: the sentence to read first, and what was checked behind a summary to open. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Gateway } from '../../src/api/types.js';
import type { SecurityFacts } from '../../src/security/facts.js';
import type { Verdict } from '../../src/security/guard.js';
import { securityMessage, type SecurityMessage, type Sentence } from '../../src/security/message.js';
import { safeLink } from '../parts/safe-link.js';
import type { Words } from './words.js';

/** `claims`: what the chosen gateway says of itself. Shown beside what was checked, never in its place. */
export function renderSecureMessage(
  facts: SecurityFacts,
  verdict: Verdict,
  { text, date }: Words,
  claims: Gateway['claims'] = [],
): TemplateResult {
  const message = securityMessage(facts, verdict);
  const say = ({ key, values }: Sentence): string => text(key, values);
  return html`<section class="secure ${message.state}" part="notice" aria-label=${text('security.title')}>
    <div role=${['refused', 'warned'].includes(message.state) ? 'alert' : 'status'}>
      <p class="headline">${say(message.headline)}</p>
      ${message.state === 'test' ? html`<p class="small">${text('security.test')}</p>` : nothing}
      ${message.cure ? html`<p><a href=${message.cure.url} target="_top">${text(message.cure.key)}</a></p>` : nothing}
    </div>
    ${
      message.details.length
        ? html`<details class="small" ?open=${message.state === 'warned'}>
            <summary>${text('security.details')}</summary>
            <ul>
              ${message.details.map((sentence) => html`<li>${say(sentence)}</li>`)}
              ${
                mayClaim(message)
                  ? claims.map(
                      ({ checked_on, source_url, ...said }) =>
                        html`<li>
                          ${text('security.claim', { ...said, date: date(checked_on) })}
                          <a href=${safeLink(source_url) ?? nothing} target="_blank" rel="noreferrer"
                            >${text('security.claim.source')}</a
                          >
                        </li>`,
                    )
                  : nothing
              }
            </ul>
          </details>`
        : nothing
    }
  </section>`;
}

/** Nobody's word stands beside a warning, or before anything was looked at. */
const mayClaim = ({ state }: SecurityMessage): boolean => !['pending', 'warned', 'refused'].includes(state);

export const secureStyles = css`
  .secure {
    display: grid;
    gap: 0.375rem;
    padding: 0.75rem 1rem;
    border: var(--_line) solid var(--_border);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_text) 3%, var(--_surface));
  }
  .secure .headline {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .secure.pending .headline {
    font-weight: 400;
    color: var(--_muted);
  }
  .secure.verified,
  .secure.redirect {
    border-color: var(--_success);
  }
  .secure.test {
    border-color: var(--_warning);
  }
  .secure.refused,
  .secure.warned {
    border-color: var(--_error);
    background: color-mix(in srgb, var(--_error) 8%, var(--_surface));
  }
  .secure summary {
    cursor: pointer;
    color: var(--_muted);
    min-block-size: 1.75rem;
  }
  .secure ul {
    display: grid;
    gap: 0.25rem;
    padding-block: 0.25rem;
  }
  .secure li {
    overflow-wrap: anywhere;
  }
`;
