// An element's page, from custom-elements.json: what its definition says, and its example, live on the sandbox gateway.
import { escape } from './page.mjs';

/** Our comments are plain text with `code` in it. */
const words = (text) => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const code = (text) => `<code>${escape(text)}</code>`;

function table(title, columns, rows) {
  if (!rows?.length) return '';
  const id = title.toLowerCase().replace(/\W+/g, '-');
  return `<h2 id="${id}">${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
<tbody>${rows.map(([first, ...cells]) => `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table></div>`;
}

/** `{StoreItemAddEvent} Before …` → the type and the words. */
const typed = (text = '') => /^\{(\w+)\}\s*(.*)$/s.exec(text)?.slice(1) ?? ['', text];

/** The HTML of an `@example`. */
export const exampleOf = ({ example = '' }) => /```html\n([\s\S]*?)```/.exec(example)?.[1]?.trim();

export function elementPage(declaration, example) {
  const own = (declaration.members ?? []).filter(
    ({ privacy, inheritedFrom, kind }) => privacy === 'public' && !inheritedFrom && kind === 'field',
  );
  const methods = (declaration.members ?? []).filter(
    ({ privacy, inheritedFrom, kind, description }) =>
      kind === 'method' && privacy !== 'private' && privacy !== 'protected' && !inheritedFrom && description,
  );
  const live = example
    ? `<h2 id="example">Example</h2>
<p>Live, in the demo shop, with the sandbox gateway: no money moves.</p>
${/^store-(cart|checkout|express|payment)/.test(declaration.tagName) ? '<p>With an empty cart there is little to see: <store-add-to-cart sku="tea-bowl-ash" name="Tea bowl"></store-add-to-cart></p>' : ''}
<div class="live">${example}</div>
<pre><code>${escape(example)}</code></pre>`
    : '';
  return `<h1>&lt;${declaration.tagName}&gt;</h1>
<p class="lead">${words(declaration.description)}</p>
${live}
${table('Attributes and properties', ['Name', 'Type', 'What it is'], own.map(({ name, attribute, type, description, default: value }) => [`${attribute ? code(attribute) : code(`.${name}`)}`, code(type?.text ?? ''), `${words(description)}${value && value !== 'undefined' && !/Default/.test(description ?? '') ? ` Default ${code(value)}.` : ''}`]))}
${table('Methods', ['Name', 'What it does'], methods.map(({ name, description }) => [code(`${name}()`), words(description)]))}
${table('Events', ['Name', 'Type', 'When'], declaration.events?.map(({ name, description, type }) => { const [given, text] = typed(description); return [code(name), code(given || type?.text || 'Event'), words(text)]; }))}
${table('Slots', ['Name', 'What goes there'], declaration.slots?.map(({ name, description }) => [name ? code(name) : '(default)', words(description)]))}
${table('Parts', ['Name', 'What it is'], declaration.cssParts?.map(({ name, description }) => [code(name), words(description)]))}
${table('Custom properties', ['Name', 'Default', 'What it is'], declaration.cssProperties?.map(({ name, default: value, description }) => [code(name), value ? code(value) : '', words(description)]))}
${table('States', ['Name', 'When'], declaration.cssStates?.map(({ name, description }) => [code(`:state(${name})`), words(description)]))}`; // prettier-ignore
}
