// The same quarter of an hour with React.
import { createElement as h, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { price, quote } from './kit.js';

function Line({ item, quantity }) {
  const [count, setCount] = useState(quantity);
  return h(
    'li',
    { className: 'line' },
    h('img', { src: item.image?.url ?? undefined, width: 64, height: 64, loading: 'lazy', alt: '' }),
    h('span', null, item.title),
    h('button', { className: 'less', onClick: () => setCount(count - 1) }, '−'),
    h('output', null, count),
    h('button', { className: 'more', onClick: () => setCount(count + 1) }, '+'),
    h('span', null, price(item.price * count)),
  );
}

function Cart() {
  const [answer, setAnswer] = useState();
  useEffect(() => void quote().then(setAnswer), []);
  if (!answer) return null;
  return h(
    'div',
    null,
    h(
      'ul',
      null,
      answer.line_items.map((line) => h(Line, { key: line.id, ...line })),
    ),
    h('p', null, price(answer.totals.at(-1).amount)),
  );
}

let root;
globalThis.mount = () => {
  root = createRoot(document.querySelector('#here'));
  root.render(h(Cart));
};
globalThis.unmount = () => root.unmount();
globalThis.mount();
