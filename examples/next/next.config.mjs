/** @type {import('next').NextConfig} */
export default {
  // Loaded by Node as they are, not bundled: the pretended gateway reads files that lie beside it.
  serverExternalPackages: ['store-elements', '@lit-labs/ssr'],
};
