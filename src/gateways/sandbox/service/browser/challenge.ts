/** The page a bank would show for 3-D Secure: yes or no. */
import type { FromChallenge } from '../../protocol.js';
import { isConnect, paymentOf, post } from './post.js';

function button(text: string, look: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = look;
  made.textContent = text;
  made.addEventListener('click', onClick, { once: true });
  return made;
}

function start(port: MessagePort): void {
  const secret = decodeURIComponent(location.hash.slice(1));
  const [title, words, choices] = [
    document.createElement('h1'),
    document.createElement('p'),
    document.createElement('div'),
  ];
  title.textContent = 'Is it you?';
  words.textContent =
    'This is where your bank would ask you to confirm the payment (3-D Secure). The sandbox lets you choose.';
  choices.className = 'choices';
  const tell = (message: FromChallenge): void => port.postMessage(message);
  const say = async (accept: boolean): Promise<void> => {
    choices.inert = true;
    tell({ type: 'answered' });
    const result = await post(`/v1/payments/${encodeURIComponent(paymentOf(secret))}/challenge`, {
      client_secret: secret,
      accept,
    });
    tell({ type: 'challenge', result });
  };
  choices.append(
    button('Confirm', 'yes', () => void say(true)),
    button('Refuse', 'no', () => void say(false)),
  );
  // The key never leaves this frame by itself, and the dialog around it would wait for ever.
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !choices.inert) tell({ type: 'challenge', result: { kind: 'canceled' } });
  });
  const main = document.createElement('main');
  main.append(title, words, choices);
  document.body.append(main);
  choices.querySelector('button')?.focus();
}

addEventListener('message', function connect(event: MessageEvent<unknown>) {
  const [port] = event.ports;
  if (event.source !== window.parent || !isConnect(event.data) || !port) return;
  removeEventListener('message', connect);
  start(port);
});
