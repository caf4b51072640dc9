/** The card form itself, on the gateway's own origin: the only place in which a card is ever typed. */
import { brandOf, cvcLength, digitsOf, isAhead, luhn } from '../../cards.js';
import type { CardField } from '../../shapes.js';
import type { Appearance } from '../../../gateway.js';
import type { Connect, FrameResult, FromFrame, ToFrame } from '../../protocol.js';
import { frameWords } from './words.js';
import { isConnect, paymentOf, post } from './post.js';

const HINTS = { number: '1234 1234 1234 1234', expiry: 'MM / YY', cvc: '123' } as const;

let words = frameWords('en').words;

const FIELDS: readonly CardField[] = ['number', 'expiry', 'cvc'];
const AUTOFILL = { number: 'cc-number', expiry: 'cc-exp', cvc: 'cc-csc' } as const;

const inputs = new Map<CardField, HTMLInputElement>();
const notes = new Map<CardField, HTMLElement>();
const input = (field: CardField): HTMLInputElement => inputs.get(field) ?? document.createElement('input');
const value = (field: CardField): string => input(field).value;

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, text] of Object.entries(attributes)) made.setAttribute(name, text);
  made.append(...children);
  return made;
}

function buildField(field: CardField): HTMLElement {
  const box = element('input', {
    id: field,
    autocomplete: AUTOFILL[field],
    inputmode: 'numeric',
    type: 'text',
    placeholder: HINTS[field],
    'aria-describedby': `${field}-note`,
    'aria-invalid': 'false',
    autocorrect: 'off',
    spellcheck: 'false',
  });
  const note = element('p', { id: `${field}-note`, class: 'note' });
  inputs.set(field, box);
  notes.set(field, note);
  const wrap = element('div', { class: 'box' }, box);
  if (field === 'number') wrap.append(element('span', { class: 'brand', 'aria-hidden': 'true' }));
  return element(
    'div',
    { class: `field ${field}` },
    element('label', { for: field }, words[field]),
    wrap,
    note,
  );
}

/** Groups the digits while keeping the caret behind the same digit. */
function format(field: CardField): void {
  const box = input(field);
  const caret = digitsOf(box.value.slice(0, box.selectionStart ?? box.value.length)).length;
  const atEnd = box.selectionStart === box.value.length;
  const text = formatted(field, box.value);
  if (text === box.value) return;
  box.value = text;
  let at = 0;
  for (let seen = 0; at < text.length && seen < caret; at++) if (/\d/.test(text[at] ?? '')) seen++;
  if (atEnd) at = text.length;
  box.setSelectionRange(at, at);
}

function formatted(field: CardField, text: string): string {
  const digits = digitsOf(text);
  if (field === 'cvc') return digits.slice(0, 4);
  if (field === 'expiry') {
    // "5" can only be May, and so is "5/"; but "2 / 38" is somebody on the way from 12 to 02.
    const short = /^\d[/.-]/.test(text) || (/^[2-9]/.test(digits) && !text.includes(' / '));
    const padded = short ? `0${digits}` : digits;
    // Password managers fill in 11/2038.
    const year = padded.length === 6 ? padded.slice(4) : padded.slice(2, 4);
    return year ? `${padded.slice(0, 2)} / ${year}` : padded;
  }
  const amex = brandOf(digits) === 'amex';
  const groups = amex
    ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/
    : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?(\d{1,3})?/;
  return groups.exec(digits)?.slice(1).filter(Boolean).join(' ') ?? '';
}

function isRight(field: CardField): boolean {
  const digits = digitsOf(value('number'));
  if (field === 'number') return digits.length >= 13 && luhn(digits);
  if (field === 'expiry') return isAhead(value('expiry'), new Date());
  return value('cvc').length === cvcLength(digits);
}

function mark(field: CardField, wrong: boolean): void {
  input(field).setAttribute('aria-invalid', String(wrong));
  const note = notes.get(field);
  if (note) note.textContent = wrong ? words[`${field}.wrong`] : '';
}

function dress(appearance: Appearance | undefined): void {
  if (!appearance) return;
  const { style } = document.documentElement;
  style.colorScheme = appearance.scheme;
  for (const [name, text] of Object.entries<string>({ ...appearance })) style.setProperty(`--${name}`, text);
}

/** The words and the direction of the page's language; what is typed is kept. */
function speak(locale: string): void {
  const spoken = frameWords(locale);
  words = spoken.words;
  Object.assign(document.documentElement, { lang: spoken.lang, dir: spoken.dir });
  for (const field of FIELDS) {
    const name = document.querySelector(`label[for=${field}]`);
    if (name) name.textContent = words[field];
    if (input(field).getAttribute('aria-invalid') === 'true') mark(field, true);
  }
}

function start(port: MessagePort, { appearance, locale }: Connect): void {
  const send = (message: FromFrame): void => port.postMessage(message);
  dress(appearance);
  speak(locale);
  const form = element('form', { novalidate: '' }, ...FIELDS.map(buildField));
  form.addEventListener('submit', (event) => event.preventDefault());
  document.body.append(form);

  const brand = form.querySelector('.brand');
  const tell = (): void => {
    const message = FIELDS.map((field) => notes.get(field)?.textContent).find(Boolean);
    send({
      type: 'change',
      empty: FIELDS.every((field) => !value(field)),
      complete: FIELDS.every(isRight),
      ...(message && { message }),
    });
  };
  for (const field of FIELDS) {
    input(field).addEventListener('input', () => {
      format(field);
      if (field === 'number') {
        const digits = digitsOf(value('number'));
        if (brand) brand.className = `brand ${brandOf(digits)}`;
        input('cvc').placeholder = '1234'.slice(0, cvcLength(digits));
      }
      if (isRight(field)) mark(field, false);
      tell();
    });
    input(field).addEventListener('blur', () => {
      if (value(field)) mark(field, !isRight(field));
      tell();
    });
  }

  const firstWrong = (): CardField | undefined => FIELDS.find((field) => !isRight(field));
  function validate(): string | undefined {
    for (const field of FIELDS) mark(field, !isRight(field));
    const wrong = firstWrong();
    tell();
    return wrong && words[`${wrong}.wrong`];
  }

  async function confirm(secret: string): Promise<FrameResult> {
    const card = {
      number: digitsOf(value('number')),
      expiry: value('expiry').replace(/\s/g, ''),
      cvc: value('cvc'),
    };
    const result = await post(`/v1/payments/${encodeURIComponent(paymentOf(secret))}/confirm`, {
      client_secret: secret,
      card,
    });
    if (result.kind !== 'invalid') return result;
    const field = FIELDS.find((f) => f === result.message) ?? 'number';
    mark(field, true);
    return { kind: 'invalid', message: words[`${field}.wrong`] };
  }

  function focusOn(field: HTMLInputElement): void {
    field.focus();
    // What the page did to focus this frame may come later, and leaves the frame with the focus but no field.
    const again = (): void => {
      if (document.hasFocus() && document.activeElement === document.body) field.focus();
    };
    const signal = AbortSignal.timeout(500);
    field.addEventListener('blur', () => setTimeout(again), { once: true, signal });
  }

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    switch (data.type) {
      case 'appearance':
        return dress(data.appearance);
      case 'language':
        return speak(data.locale);
      case 'focus':
        return focusOn(input(firstWrong() ?? 'number'));
      case 'validate':
        return send({ type: 'validated', id: data.id, message: validate() });
      case 'confirm':
        return void confirm(data.secret).then((result) => send({ type: 'confirmed', id: data.id, result }));
    }
  };
  new ResizeObserver(() =>
    send({ type: 'height', height: Math.ceil(form.getBoundingClientRect().height) }),
  ).observe(form);
  send({ type: 'ready' });
}

addEventListener('message', function connect(event: MessageEvent<unknown>) {
  const [port] = event.ports;
  // Only the page that holds this frame may have its port, and only once.
  if (event.source !== window.parent || !isConnect(event.data) || !port) return;
  removeEventListener('message', connect);
  start(port, event.data);
});
