import { makeHandler } from '#bgscript/functions';
import { resolvers } from './resolvers';

/** Forge calls this for each `invoke`. */
export const handler = makeHandler(resolvers);

// Yours: functions for triggers and schedules go here, too. `handler: index.NAME` in manifest.yml is `NAME` of this file.
