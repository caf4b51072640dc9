// What is measured beside what. `ready` runs in the page until it is true; `more` is the button that adds one piece; `long`: it can
// have a thousand lines. Left out are peers whose licence is not an open one, those whose cart is a frame of their own service, and
// those that npm has only a loader of.
const deep = (host, inside) =>
  `document.querySelector(${JSON.stringify(host)})?.shadowRoot?.querySelectorAll(${JSON.stringify(inside)})`;
const rows = (list) => `(${list})?.length === LINES`;
const ourLines = `${rows(deep('store-cart', 'li.line'))} && ${rows(deep('store-cart', 'li.line [part~=quantity]'))}`;
const ourButton = `${deep('store-cart', '[part~=quantity] button:last-of-type')}[1]`;
const sheet = '<link rel="stylesheet" href="/store-elements/store-elements.css">';
const ours =
  sheet +
  '<script type="module" src="/store-elements/store-elements.js" data-endpoint="/store" blocking="render"></script>';

/** @type {{name: string, kind: string, role: 'floor' | 'reference' | 'peer' | 'ours', entry?: string, head?: string, body: string, ready: string, more?: string, long?: boolean, cart?: boolean, cycle?: string}[]} */
export const subjects = [
  { name: 'hello, vanilla', kind: 'floor', role: 'floor', entry: 'hello-vanilla', body: '<x-hello></x-hello>', ready: `document.querySelector('x-hello')?.shadowRoot !== null` },
  { name: 'hello, Lit', kind: 'floor', role: 'floor', entry: 'hello-lit', body: '<x-hello></x-hello>', ready: `document.querySelector('x-hello')?.shadowRoot?.textContent.includes('Hello')` },

  { name: 'vanilla cart', kind: 'cart', role: 'floor', entry: 'cart-vanilla', body: '<x-cart></x-cart>', ready: rows(deep('x-cart', '.line')), long: true, more: `${deep('x-cart', '.more')}[1]`, cycle: 'x-cart' },
  { name: 'quick Lit cart', kind: 'cart', role: 'reference', entry: 'cart-lit', body: '<x-cart></x-cart>', ready: rows(deep('x-cart', '.line')), long: true, more: `${deep('x-cart', '.more')}[1]`, cycle: 'x-cart' },
  { name: 'quick React cart', kind: 'cart', role: 'reference', entry: 'cart-react', body: '<div id="here"></div>', ready: rows(`document.querySelectorAll('#here .line')`), long: true, more: `document.querySelectorAll('#here .more')[1]` },
  { name: 'store-elements cart', kind: 'cart', role: 'ours', head: ours, body: '<store-cart checkout-href="/checkout.html"></store-cart>', ready: ourLines, more: ourButton, cart: true, cycle: 'store-cart' },
  { name: 'our cart element, from npm', kind: 'cart', role: 'reference', entry: 'cart-ours', head: sheet, body: '<store-cart checkout-href="/checkout.html"></store-cart>', ready: ourLines, long: true, more: ourButton, cycle: 'store-cart' },
  { name: 'Shopify buy-button-js', kind: 'cart', role: 'peer', entry: 'cart-shopify', body: '', ready: rows(`document.querySelector('iframe[name=frame-cart]')?.contentDocument?.querySelectorAll('li.shopify-buy__cart-item')`), long: true, more: `document.querySelector('iframe[name=frame-cart]').contentDocument.querySelectorAll('.shopify-buy__quantity-increment')[1]` },
  { name: 'SureCart lines (Stencil)', kind: 'cart', role: 'peer', entry: 'cart-surecart', body: '<div id="here"></div>', ready: `${rows(`document.querySelectorAll('sc-product-line-item.hydrated, sc-product-line-item')`)} && [...document.querySelectorAll('sc-product-line-item')].every((line) => line.shadowRoot?.querySelector('.item__title, .item'))`, long: true, more: `document.querySelectorAll('sc-product-line-item')[1].shadowRoot.querySelector('sc-quantity-select').shadowRoot.querySelector('.button__increase')` },
  { name: 'Foxy items form', kind: 'cart', role: 'peer', entry: 'cart-foxy', body: '<div id="here"></div>', ready: `${rows(`document.querySelectorAll('foxy-item')`)} && [...document.querySelectorAll('foxy-item')].every((item) => item.shadowRoot?.querySelector('vaadin-integer-field')?.shadowRoot)`, long: true, more: `{ dispatchEvent: () => document.querySelectorAll('foxy-item')[1].quantity++ }` },

  { name: 'vanilla checkout, one frame', kind: 'checkout', role: 'floor', entry: 'checkout-vanilla', body: '<x-checkout></x-checkout>', ready: `document.querySelectorAll('x-checkout input').length === 6`, cycle: 'x-checkout' },
  { name: 'React + react-stripe-js', kind: 'checkout', role: 'peer', entry: 'checkout-react-stripe', body: '<div id="here"></div>', ready: `document.querySelectorAll('#here input').length === 6` },
  { name: 'store-elements checkout', kind: 'checkout', role: 'ours', head: ours, body: '<store-checkout order-href="/order.html"></store-checkout>', ready: `(${deep('store-checkout', 'input')})?.length >= 6`, cart: true, cycle: 'store-checkout' },
  { name: 'Adyen Card', kind: 'checkout', role: 'peer', entry: 'checkout-adyen', head: '<link rel="stylesheet" href="/bundles/checkout-adyen.css">', body: '<div id="here"></div>', ready: `document.querySelectorAll('#here input').length >= 5` },
  { name: 'Adyen Drop-in + Card', kind: 'checkout', role: 'peer', entry: 'checkout-adyen-dropin', head: '<link rel="stylesheet" href="/bundles/checkout-adyen-dropin.css">', body: '<div id="here"></div>', ready: `document.querySelectorAll('#here input').length >= 5` },
  { name: 'Foxy card embed', kind: 'checkout', role: 'peer', entry: 'checkout-foxy', body: '<div id="here"></div>', ready: `document.querySelector('foxy-payment-card-embed')?.shadowRoot?.querySelector('iframe')` },
  { name: 'JustiFi checkout', kind: 'checkout', role: 'peer', entry: 'checkout-justifi', body: '<div id="here"></div>', ready: `(${deep('justifi-tokenize-payment-method', 'input')})?.length >= 5` },
]; // prettier-ignore
