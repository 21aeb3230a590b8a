import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev -w @cpr/web` finds the server that answers its calls. */
const server = 'http://localhost:8000'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    // Written down for the test that weighs what a student loads first.
    manifest: true,
    // A font or an icon inside the code would have to be allowed by the content security policy.
    assetsInlineLimit: 0,
    // Verovio, which a page fetches when it shows notation, is seven megabytes.
    chunkSizeWarningLimit: 8000,
    // Browsers of school laptops that are two years behind.
    target: 'es2022',
  },
  server: { proxy: { '/trpc': server, '/media': server, '/uploads': server, '/healthz': server } },
})
