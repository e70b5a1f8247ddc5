import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  server: { proxy: { '/api': 'http://127.0.0.1:8642' } },
  // Inlined assets would need a wider content-security policy.
  build: { assetsInlineLimit: 0, target: 'es2022' },
});
