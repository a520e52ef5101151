/** The settings of a view. Each home saves them in its own way, and has its own frame for the fields of Edit.tsx. */
import { getContext } from '../../bgscript/platform/context';

const { type } = await getContext();
await (type === 'jira:dashboardGadget' ? import('./jira-dashboard') : import('./home-dashboard'));
