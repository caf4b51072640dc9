// The floor of a checkout: a form and one frame of another origin.
const fields = ['email', 'name', 'address-line1', 'address-level2', 'postal-code', 'country'];
class XCheckout extends HTMLElement {
  connectedCallback() {
    const form = document.createElement('form');
    for (const name of fields) {
      const label = document.createElement('label');
      const input = document.createElement('input');
      input.autocomplete = name;
      label.append(name, input);
      form.append(label);
    }
    const frame = document.createElement('iframe');
    frame.src = `${globalThis.FRAMES}/blank`;
    const pay = document.createElement('button');
    pay.textContent = 'Pay';
    form.append(frame, pay);
    this.replaceChildren(form);
  }
}
customElements.define('x-checkout', XCheckout);
