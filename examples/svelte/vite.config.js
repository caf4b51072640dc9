import { defineConfig } from 'vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';

export default defineConfig({
  plugins: [svelte()],
  // The store server, and the pictures: `npm start` in this repository.
  server: {
    proxy: Object.fromEntries(
      ['/store', '/pictures'].map((path) => [
        path,
        // It takes orders from its own pages only, and this one says that it is one of them.
        { target: 'http://localhost:4242', headers: { origin: 'http://localhost:4242' } },
      ]),
    ),
  },
});
