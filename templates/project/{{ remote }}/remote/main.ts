/** `npm run remote`: serves the remote on PORT for the app FORGE_APP_ID, which is `app.id` in manifest.yml. */
import { createRemote } from './server';
import { tokenVerifier } from './token';

const { FORGE_APP_ID, PORT = '8080' } = process.env;
if (!FORGE_APP_ID) {
  console.error('error: FORGE_APP_ID is not set\nhint: it is app.id in manifest.yml, ari:cloud:ecosystem::app/…');
  process.exit(1);
}

const remote = createRemote(tokenVerifier(FORGE_APP_ID)).listen(Number(PORT), () => {
  console.log(`listening on port ${PORT}`);
});
process.on('SIGTERM', () => remote.close());
