/** The settings of a view. Each host page saves them differently, and has its own frame for the owner's fields. */
import type { ComponentType } from 'react';
import type { EditProps } from './editProps';
import { getContext } from '../platform/context';

/** Shows the fields of `Edit` in the frame of the host page that this runs on. */
export async function showEdit(Edit: ComponentType<EditProps>): Promise<void> {
  const { type } = await getContext();
  const home = await (type === 'jira:dashboardGadget'
    ? import('./showEdit.jira-dashboard')
    : import('./showEdit.home-dashboard'));
  await home.showEdit(Edit);
}
