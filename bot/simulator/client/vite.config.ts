import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// `vite build --config bot/simulator/client/vite.config.ts` from anywhere writes `dist/` beside this file.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte({ configFile: false })],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', reportCompressedSize: false },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/client': { target: 'http://127.0.0.1:4400', ws: true },
      '/cdn': 'http://127.0.0.1:4400',
      '/control': 'http://127.0.0.1:4400',
    },
  },
});
