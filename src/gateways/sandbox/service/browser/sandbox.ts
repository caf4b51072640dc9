/**
 * /v1/sandbox.js, for the merchant's page: puts the sandbox's card frame where the page says, and speaks with it. It is as
 * strict as the real ones: no shadow roots, no detached elements, no secret keys.
 */
import type {
  CardOptions,
  Connect,
  FrameResult,
  FromChallenge,
  FromFrame,
  SandboxCardForm,
  ToFrame,
} from '../../protocol.js';

const { origin } = new URL((document.currentScript as HTMLScriptElement).src);

class IntegrationError extends Error {
  override readonly name = 'IntegrationError';
}

function requireMount(target: HTMLElement): void {
  if (target.getRootNode() instanceof ShadowRoot) {
    throw new IntegrationError('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
  }
  if (!target.isConnected)
    throw new IntegrationError('The element is not attached to the document. Attach it first, then mount.');
  if (target.querySelector('iframe'))
    throw new IntegrationError('There is already a card form in this element.');
}

function makeFrame(path: string, title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = origin + path;
  frame.title = title;
  frame.allow = 'payment *';
  for (const [name, value] of Object.entries({
    border: '0',
    width: '100%',
    display: 'block',
    'color-scheme': 'normal',
  })) {
    frame.style.setProperty(name, value);
  }
  return frame;
}

/** Resolves with the port once the frame has loaded; the message goes to our own origin and no other. */
function connect(frame: HTMLIFrameElement, message: Connect): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    frame.addEventListener(
      'load',
      () => {
        const { port1, port2 } = new MessageChannel();
        try {
          frame.contentWindow?.postMessage(message, origin, [port2]);
          resolve(port1);
        } catch (cause) {
          reject(new IntegrationError('The card frame could not be reached.', { cause }));
        }
      },
      { once: true },
    );
  });
}

async function mountCard(target: HTMLElement, options: CardOptions): Promise<SandboxCardForm> {
  requireMount(target);
  const frame = makeFrame('/v1/frame', 'Secure card form by Sandbox');
  // The frame has room inside for focus rings; outside, its fields stand in line with the page's own.
  frame.style.setProperty('margin', '-3px');
  frame.style.setProperty('width', 'calc(100% + 6px)');
  target.append(frame);
  const port = await connect(frame, {
    type: 'sandbox-connect',
    locale: options.locale,
    appearance: options.appearance,
  });
  const waiting = new Map<number, (answer: FromFrame) => void>();
  let asked = 0;
  const send = (message: ToFrame): void => port.postMessage(message);
  const ask = (make: (id: number) => ToFrame): Promise<FromFrame> =>
    new Promise((resolve) => {
      const id = ++asked;
      waiting.set(id, resolve);
      send(make(id));
    });

  await new Promise<void>((ready) => {
    port.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (data.type === 'ready') ready();
      else if (data.type === 'height') frame.style.setProperty('height', `${data.height}px`);
      else if (data.type === 'change') options.onChange(data);
      else {
        waiting.get(data.id)?.(data);
        waiting.delete(data.id);
      }
    };
  });

  let challenge: AbortController | undefined;
  return {
    update(appearance, locale) {
      if (appearance) send({ type: 'appearance', appearance });
      if (locale !== undefined) send({ type: 'language', locale });
    },
    focus() {
      // Chromium can tell the frame of this later than of the message, and takes the field's focus away again.
      if (document.activeElement !== frame) frame.focus();
      send({ type: 'focus' });
    },
    async validate() {
      const answer = await ask((id) => ({ type: 'validate', id }));
      return answer.type === 'validated' ? answer.message : undefined;
    },
    async confirm(secret, onChallenge) {
      const answer = await ask((id) => ({ type: 'confirm', id, secret }));
      if (answer.type !== 'confirmed') return { kind: 'unknown' };
      const { result } = answer;
      if (result.kind !== 'status' || result.status !== 'requires_action') return result;
      onChallenge?.();
      challenge = new AbortController();
      return showChallenge(secret, options.locale, challenge.signal);
    },
    destroy() {
      challenge?.abort();
      port.close();
      frame.remove();
    },
  };
}

/** 3-D Secure: the bank's page in a dialog over the merchant's, on the gateway's origin. Escape means no, until there is an answer. */
async function showChallenge(
  secret: string,
  locale: string,
  signal: AbortSignal,
): Promise<FrameResult | { readonly kind: 'canceled' }> {
  const dialog = document.createElement('dialog');
  const frame = makeFrame(
    `/v1/challenge#${encodeURIComponent(secret)}`,
    'Confirm your payment with your bank',
  );
  frame.style.setProperty('height', '320px');
  for (const [name, value] of Object.entries({
    padding: '0',
    border: '0',
    'border-radius': '12px',
    width: 'min(26rem, 92vw)',
    overflow: 'hidden',
  })) {
    dialog.style.setProperty(name, value);
  }
  dialog.setAttribute('aria-label', frame.title);
  dialog.append(frame);
  document.body.append(dialog);
  dialog.showModal();
  try {
    return await new Promise((resolve) => {
      let answered = false;
      dialog.addEventListener('close', () => resolve({ kind: answered ? 'unknown' : 'canceled' }), {
        once: true,
      });
      signal.addEventListener('abort', () => resolve({ kind: 'unknown' }), { once: true });
      void connect(frame, { type: 'sandbox-connect', locale, appearance: undefined }).then((port) => {
        port.onmessage = ({ data }: MessageEvent<FromChallenge>) => {
          if (data.type === 'answered') answered = true;
          else resolve(data.result);
        };
      });
    });
  } finally {
    // Closing gives the focus back to where it was; removing alone does not.
    dialog.close();
    dialog.remove();
  }
}

globalThis.SandboxGateway = (publishableKey) => {
  if (typeof publishableKey === 'string' && publishableKey.startsWith('sandbox_sk_')) {
    throw new IntegrationError('This is a secret key. Never use it in a page; use the publishable one.');
  }
  if (typeof publishableKey !== 'string' || !publishableKey.startsWith('sandbox_pk_')) {
    throw new IntegrationError('The publishable key must start with sandbox_pk_.');
  }
  return { mountCard };
};
