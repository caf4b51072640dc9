import { transformAsync } from '@babel/core';
import linkerPlugin from '@angular/compiler-cli/linker/babel';
import { defineConfig } from 'vite';

/** Angular's packages come half compiled. Done here, no compiler runs in the shopper's browser, and no page needs 'unsafe-eval'. */
const linker = {
  name: 'angular-linker',
  async transform(code, id) {
    if (!/\/@angular\/.*\.mjs$/.test(id) || !code.includes('ɵɵngDeclare')) return undefined;
    const linked = await transformAsync(code, {
      plugins: [linkerPlugin],
      ...{ filename: id, configFile: false, babelrc: false, compact: false, sourceMaps: true },
    });
    return { code: linked.code, map: linked.map };
  },
};

export default defineConfig({
  plugins: [linker],
  define: { ngJitMode: 'false' },
  // Bundled beforehand by a tool that knows nothing of the linker.
  optimizeDeps: { exclude: ['@angular/core', '@angular/common', '@angular/platform-browser'] },
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
