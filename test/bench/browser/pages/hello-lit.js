import { html, LitElement } from 'lit';
customElements.define(
  'x-hello',
  class extends LitElement {
    render() {
      return html`Hello`;
    }
  },
);
