customElements.define(
  'x-hello',
  class extends HTMLElement {
    connectedCallback() {
      this.attachShadow({ mode: 'open' }).append('Hello');
    }
  },
);
